namespace Orchestrator.Grains.Decisions.Specs.Keys;

/// <summary>Numbers a key accepts.</summary>
internal sealed record NumberRange(double Low, double High)
{
    public bool LowExcluded { get; init; }
    public bool HighExcluded { get; init; }

    public static NumberRange Any { get; } = new(double.NegativeInfinity, double.PositiveInfinity);
    public static NumberRange Positive { get; } = new(0, double.PositiveInfinity) { LowExcluded = true };
    public static NumberRange NotNegative { get; } = new(0, double.PositiveInfinity);
    public static NumberRange AtLeast(double low) => new(low, double.PositiveInfinity);

    public bool Contains(double value)
        => double.IsFinite(value) && (LowExcluded ? value > Low : value >= Low) && (HighExcluded ? value < High : value <= High);

    /// <summary>As the end of a sentence that starts with "must be".</summary>
    public string Text
    {
        get
        {
            var low = double.IsNegativeInfinity(Low) ? "" : $"{(LowExcluded ? ">" : "≥")} {Low:R}";
            // The widths of integers are no rule that a person could break by intention.
            var high = High is int.MaxValue or 1L << 53 or double.PositiveInfinity ? "" : $"{(HighExcluded ? "<" : "≤")} {High:R}";
            return (low, high) switch { ("", "") => "finite", (_, "") => low, ("", _) => high, _ => $"{low} and {high}" };
        }
    }
}
