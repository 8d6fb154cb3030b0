using Orchestrator.Grains.Decisions.Search.Learning;

namespace Orchestrator.Grains.Decisions.Search.Gp;

/// <summary>Finds the point of the greatest expected improvement: many points at random and around the best trials, the best of them improved.</summary>
/// <remarks>
/// Keys with many values are moved by gradient as if they were continuous and then rounded; keys with few values, and those without an order,
/// are tried one at a time. Both in turn, until nothing improves: alternating optimisation over mixed spaces.
/// </remarks>
internal sealed class ImprovementSearch(EncodedSpace space, Inputs inputs, Posterior posterior, Draws draws)
{
    private const int Wide = 256, PerCenter = 24;
    /// <summary>Starts of the improvement.</summary>
    private const int Starts = 3;
    private const int Rounds = 3, Evaluations = 40;
    /// <summary>Up to so many values are all tried.</summary>
    private const int Few = 16;

    private static readonly double[] _reaches = [0.1, 0.01, 0.001];
    private static readonly Comparer<Proposal> _bestFirst = Comparer<Proposal>.Create((a, b) => b.Gain.CompareTo(a.Gain));

    /// <param name="centers">Coordinates of the best trials, NaN where a key does not exist.</param>
    /// <returns>Best first.</returns>
    public List<Proposal> Best(IReadOnlyList<double[]> centers)
    {
        var wide = Enumerable.Range(0, Wide).Select(_ => At(Random())).Order(_bestFirst).ToList();
        var found = new List<Proposal>();
        foreach (var center in centers)
        {
            var whole = Completed(center);
            for (var index = 0; index < PerCenter; index++) found.Add(At(Near(whole, _reaches[index % _reaches.Length])));
        }
        found.Sort(_bestFirst);
        // Starts far from what is known as well: near the best trials many points are good, and all of them lead to the same few.
        var improved = found.Take(Starts).Concat(wide.Take(Starts)).Select(Improved).ToList();
        return [.. improved.Concat(found).Concat(wide).Order(_bestFirst)];
    }

    private Proposal Improved(Proposal start)
    {
        var best = start;
        for (var round = 0; round < Rounds; round++)
        {
            var before = best;
            best = OneByOne(Moved(best));
            if (best.Gain <= before.Gain || !space.Axes.Any(axis => axis.Choices is not null)) break;
        }
        return best;
    }

    /// <summary>All coordinates that can move, along the gradient.</summary>
    private Proposal Moved(Proposal start)
    {
        int[] free = [.. Enumerable.Range(0, space.Count).Where(key => IsSmooth(key) && !double.IsNaN(start.Point.Units[key]))];
        if (free.Length == 0) return start;
        var at = inputs.Of(start.Point.Units);
        var slopes = new double[space.Count];
        var minimizer = new BoxMinimizer(new double[free.Length], [.. Enumerable.Repeat(1.0, free.Length)]);
        var end = minimizer.Minimize(Descend, [.. free.Select(key => at[key])], Evaluations);
        double[] latent = [.. start.Latent];
        for (var index = 0; index < free.Length; index++) latent[free[index]] = end[index];
        return Better(start, At(latent));

        double Descend(ReadOnlySpan<double> moved, Span<double> gradient)
        {
            for (var index = 0; index < free.Length; index++) at[free[index]] = moved[index];
            var gain = posterior.LogImprovement(at, slopes);
            for (var index = 0; index < free.Length; index++) gradient[index] = -slopes[free[index]];
            return -gain;
        }
    }

    /// <summary>Every countable key in turn: all its values if they are few, else the neighbours of the one it has.</summary>
    private Proposal OneByOne(Proposal start)
    {
        var best = start;
        for (var key = 0; key < space.Count; key++)
        {
            if (space.Axes[key].Choices is not { } choices || double.IsNaN(best.Point.Units[key])) continue;
            var cell = 1.0 / choices;
            var origin = best.Point.Units[key];
            var units = choices <= Few ? Enumerable.Range(0, (int)choices).Select(index => (index + 0.5) * cell) : [origin - 2 * cell, origin - cell, origin + cell, origin + 2 * cell];
            foreach (var unit in units)
            {
                if (unit is < 0 or > 1 || Math.Abs(unit - origin) < 0.5 * cell) continue;
                double[] latent = [.. best.Latent];
                latent[key] = unit;
                best = Better(best, At(latent));
            }
        }
        return best;
    }

    private bool IsSmooth(int key) => space.Axes[key] is { Kind: not AxisKind.Categorical, Choices: null or > Few };

    private Proposal At(double[] latent)
    {
        var point = space.Point(key => latent[key]);
        return new Proposal(latent, point, posterior.LogImprovement(inputs.Of(point.Units)));
    }

    private double[] Random()
    {
        var latent = new double[space.Count];
        for (var key = 0; key < latent.Length; key++) latent[key] = draws.Uniform();
        return latent;
    }

    private double[] Completed(double[] units) => [.. units.Select(unit => double.IsNaN(unit) ? draws.Uniform() : unit)];

    /// <summary>Ordered keys by normal steps; of the others one in so many as there are keys is drawn anew.</summary>
    private double[] Near(double[] center, double reach)
    {
        double[] latent = [.. center];
        for (var key = 0; key < latent.Length; key++)
        {
            if (space.Axes[key].Choices is not null && draws.Below(latent.Length) == 0) latent[key] = draws.Uniform();
            else if (space.Axes[key].Kind != AxisKind.Categorical) latent[key] = Math.Clamp(latent[key] + reach * draws.Normal(), 0, 1);
        }
        return latent;
    }

    private static Proposal Better(Proposal a, Proposal b) => b.Gain > a.Gain ? b : a;

}
