using Orchestrator.Grains.Decisions.Search.Learning;

namespace Orchestrator.Grains.Decisions.Search.Nsga2;

/// <summary>A child of two parents, coordinate by coordinate.</summary>
/// <remarks>
/// Simulated binary crossover and polynomial mutation within bounds: Deb, Agrawal, "Simulated binary crossover for continuous search space",
/// Complex Systems 9 (1995), and Deb et al. 2002. Unordered keys take the value of either parent and mutate to any value. A key that only one
/// parent has comes from that one, a key that neither has is drawn.
/// </remarks>
internal sealed class Variation(EncodedSpace space, Draws draws)
{
    private const double CrossoverShare = 0.9;

    /// <summary>Distribution indices: the larger, the closer to the parents.</summary>
    private const double CrossoverIndex = 15, MutationIndex = 20;

    /// <param name="first">Coordinates; NaN: the key does not exist.</param>
    public EncodedPoint Child(double[] first, double[] second)
    {
        var crosses = draws.Uniform() < CrossoverShare;
        var mutationShare = 1.0 / Math.Max(1, first.Count(unit => !double.IsNaN(unit)));
        return space.Point(key =>
        {
            var inherited = Inherit(key, first[key], second[key], crosses);
            return double.IsNaN(inherited) ? draws.Uniform() : draws.Uniform() < mutationShare ? Mutate(key, inherited) : inherited;
        });
    }

    private double Inherit(int key, double first, double second, bool crosses)
    {
        if (double.IsNaN(first) || double.IsNaN(second)) return double.IsNaN(first) ? second : first;
        if (!crosses || draws.Uniform() < 0.5) return first;
        return space.Axes[key].Kind == AxisKind.Categorical ? second : Cross(first, second);
    }

    /// <summary>One of the two children that lie around the parents, neither outside [0, 1].</summary>
    private double Cross(double first, double second)
    {
        var (low, high) = first < second ? (first, second) : (second, first);
        var (left, right) = (draws.Uniform(), draws.Uniform());
        if (high - low < 1e-14) return first;
        var below = right < 0.5;
        var room = below ? low : 1 - high;
        var alpha = 2 - Math.Pow(1 + 2 * room / (high - low), -(CrossoverIndex + 1));
        var spread = left <= 1 / alpha ? Math.Pow(left * alpha, 1 / (CrossoverIndex + 1)) : Math.Pow(1 / (2 - left * alpha), 1 / (CrossoverIndex + 1));
        var middle = 0.5 * (low + high);
        var half = 0.5 * spread * (high - low);
        return Math.Clamp(below ? middle - half : middle + half, 0, 1);
    }

    private double Mutate(int key, double unit)
    {
        if (space.Axes[key].Kind == AxisKind.Categorical) return draws.Uniform();
        var uniform = draws.Uniform();
        var power = 1 / (MutationIndex + 1);
        var moved = uniform < 0.5
            ? unit + Math.Pow(2 * uniform + (1 - 2 * uniform) * Math.Pow(1 - unit, MutationIndex + 1), power) - 1
            : unit + 1 - Math.Pow(2 * (1 - uniform) + (2 * uniform - 1) * Math.Pow(unit, MutationIndex + 1), power);
        // A mutation that stays within its cell would be none.
        var cell = space.CellOf(key);
        if (Math.Abs(moved - unit) < cell) moved = unit + (uniform < 0.5 ? -cell : cell);
        return Math.Clamp(moved, 0, 1);
    }
}
