namespace Orchestrator.Grains.Interfaces.Reports;

/// <summary>How the limits of an interval were found.</summary>
public enum IntervalMethod
{
    StudentT = 1,

    /// <summary>Eight to 200 values that are clearly skewed.</summary>
    StudentisedBootstrap = 2,
}

/// <summary>What a paired comparison of B with A may be told as.</summary>
public enum ContrastVerdict
{
    /// <summary>Fewer than two seeds in common, or values that are not finite: no test exists.</summary>
    Untested = 1,

    /// <summary>Cannot tell: the interval holds zero or the corrected p value is 0.05 or more.</summary>
    Unclear = 2,

    /// <summary>All seeds agree that there is no difference.</summary>
    Equal = 3,

    /// <summary>B is lower than A.</summary>
    Lower = 4,

    /// <summary>B is higher than A.</summary>
    Higher = 5,
}

/// <summary>B against A in one metric on the same seeds (docs/statistics.md has every formula).</summary>
/// <param name="Difference">B minus A in the metric's unit.</param>
/// <param name="Percent">B minus A relative to the size of A. This is what is tested where every seed has a ratio; else the difference is.</param>
/// <param name="PValue">Two-sided paired t test; NaN untested.</param>
/// <param name="AdjustedPValue">After Holm's correction over the comparisons made at once.</param>
/// <param name="Effect">Hedges' g of the paired differences; infinite where all seeds show the same difference.</param>
/// <param name="SeedsNeeded">Seeds that would resolve a difference of this size with power 0.8 (10000: that many or more); null where it is resolved or has no size.</param>
[GenerateSerializer, Immutable, Alias("contrast")]
public sealed record Contrast(Estimate Difference, Estimate Percent, double PValue, double AdjustedPValue, double Effect, ContrastVerdict Verdict, int? SeedsNeeded)
{
    /// <summary>The difference is told from none.</summary>
    public bool IsClear => Verdict is ContrastVerdict.Lower or ContrastVerdict.Higher;

    /// <summary>Seeds that both have.</summary>
    public int Seeds => Difference.Count;
}
