namespace Orchestrator.Grains.Decisions.Search.Gp;

/// <summary>Values in the unit of the search: 0 is the median of the first ones, −1 the best of them, and what is worse than the median counts by its logarithm.</summary>
/// <remarks>
/// Losses have heavy upper tails that would flatten everything else; where good values lie, their differences stay what they are. The better half
/// alone is kept as it is and the worse half is drawn in also by the Vizier Gaussian process bandit (Song et al., arXiv 2408.11527, section
/// 4.2). The first values come from random points and stay the first, so the unit does not change while the search converges.
/// </remarks>
internal sealed class Warp
{
    /// <summary>Values that set the unit.</summary>
    private const int First = 20;

    private readonly double _middle, _scale;

    /// <param name="values">Finite, in the order of trials; less is better.</param>
    public Warp(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Take(First).Order()];
        if (sorted.Length == 0) return;
        _middle = sorted[sorted.Length / 2];
        _scale = _middle - sorted[0];
        // More than half are equally good: any other spread will do, and if there is none, any unit.
        if (_scale <= 0) _scale = sorted[^1] - _middle;
        if (_scale <= 0 || !double.IsFinite(_scale)) _scale = 1;
    }

    public double Of(double value)
    {
        var distance = (value - _middle) / _scale;
        return distance <= 0 ? distance : Math.Log(1 + distance);
    }
}
