using System.Collections.Immutable;

namespace Orchestrator.Grains.Decisions.Search.Gp;

/// <summary>Points as the kernel sees them: one number per key, and one squared distance per key between two points.</summary>
/// <remarks>
/// Values with an order differ by their coordinates, at the middle of their cell where they can be counted: a whole number is so rounded
/// inside the kernel (Garrido-Merchán, Hernández-Lobato, Neurocomputing 2020). Values without an order are equal or one apart. A key that does
/// not exist stands at the middle of its range, and without an order at a value of its own: two points that both lack it agree in it, and
/// what its absence means is told apart by the keys its condition asks about. Every squared distance is one of an embedding into
/// coordinates, so the kernel stays positive definite.
/// </remarks>
internal sealed class Inputs
{
    private const double AbsentRange = 0.5, AbsentChoice = -1;

    private readonly bool[] _unordered;

    public Inputs(ImmutableArray<Axis> axes) => _unordered = [.. axes.Select(axis => axis.Kind == AxisKind.Categorical)];

    public int Keys => _unordered.Length;

    public bool IsUnordered(int key) => _unordered[key];

    /// <summary>The number of a coordinate in [0, 1]; NaN: the key does not exist.</summary>
    public double Of(int key, double unit) => !double.IsNaN(unit) ? unit : _unordered[key] ? AbsentChoice : AbsentRange;

    public double[] Of(ReadOnlySpan<double> units)
    {
        var inputs = new double[units.Length];
        for (var key = 0; key < units.Length; key++) inputs[key] = Of(key, units[key]);
        return inputs;
    }

    /// <summary>Adds weight · squared distance in one key between a number and each of the others.</summary>
    public void AddSquares(int key, double at, ReadOnlySpan<double> others, double weight, Span<double> into)
    {
        if (_unordered[key])
            for (var index = 0; index < others.Length; index++) into[index] += others[index] == at ? 0 : weight;
        else
            for (var index = 0; index < others.Length; index++)
            {
                var gap = at - others[index];
                into[index] += weight * gap * gap;
            }
    }

    /// <summary>Derivative of the squared distance by the first number: 0 without an order.</summary>
    public double SlopeOf(int key, double at, double other) => _unordered[key] ? 0 : 2 * (at - other);
}
