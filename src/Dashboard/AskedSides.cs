using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Dashboard;

/// <summary>What a person or a program wants compared.</summary>
/// <param name="Mistake">Why it cannot be; null: nothing is wrong with it.</param>
internal sealed record AskedSides(ImmutableArray<CompareArm> Arms, string? Mistake)
{
    /// <param name="sides">SWEEP or SWEEP/TRIAL each; what is named twice counts once.</param>
    public static AskedSides Of(IEnumerable<string> sides)
    {
        ImmutableArray<CompareArm> arms = [.. sides.Select(Arm).Distinct()];
        return new(arms, arms.Length is < 2 or > SideBySide.MostArms ? $"{arms.Length} different given: name two to {SideBySide.MostArms}." : null);
    }

    private static CompareArm Arm(string side) => side.Split('/') is [var sweep, var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var trial)
        ? new CompareArm(sweep, trial) : new CompareArm(side, null);
}
