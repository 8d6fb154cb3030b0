using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Grains.Reports.Compare;

/// <summary>A sweep's rows with its trials put together, once for however many sides name it.</summary>
internal sealed record SweepResult(SweepRow Row, ImmutableArray<TrialHistory> Histories)
{
    public static SweepResult Of(SweepRow row, IEnumerable<TrialRow> trials, IEnumerable<RunRow> runs) => new(row, TrialHistory.Of(trials, runs));
}

/// <summary>One side of a comparison with its data.</summary>
/// <param name="Trial">Null: the whole sweep.</param>
/// <param name="Stands">The trial was chosen because it leads the sweep that was named.</param>
internal sealed record Side(int Position, SweepResult Sweep, TrialHistory? Trial, bool Stands)
{
    public string Label => ((char)('A' + Position)).ToString();

    public IEnumerable<TrialHistory> Histories => Trial is null ? Sweep.Histories : [Trial];

    /// <summary>
    /// Whole sweeps are compared setting by setting where they share settings. Where they share none, or where trials are beside them, a sweep is
    /// represented by its leading trial.
    /// </summary>
    public static ImmutableArray<Side> Of(ImmutableArray<CompareArm> arms, Func<string, SweepResult> sweep)
    {
        ImmutableArray<Side> sides = [.. arms.Select((arm, position) => new Side(position, sweep(arm.SweepId), arm.Trial is { } number ? Find(sweep(arm.SweepId), number) : null, false))];
        var whole = sides.All(side => side.Trial is null) && !SharedSettings.Of(sides).IsEmpty;
        return whole ? sides : [.. sides.Select(side => side.Trial is null && side.Leading() is { } leading ? side with { Trial = leading, Stands = true } : side)];
    }

    private static TrialHistory Find(SweepResult sweep, int number) =>
        sweep.Histories.FirstOrDefault(history => history.Number == number) ?? throw new ArgumentException($"The sweep {sweep.Row.Id} has no trial {number}.");

    // Without a ranked trial the first one stands for the sweep: its failures are what there is to say.
    private TrialHistory? Leading() =>
        Ranking.Of(Measures.Of(Sweep.Row.Spec, Sweep.Histories).Objectives[0], Sweep.Histories).FirstOrDefault() ?? Sweep.Histories.FirstOrDefault();
}

/// <summary>One setting that every side has a trial for.</summary>
/// <param name="Trials">One per side.</param>
internal sealed record SharedSetting(ImmutableArray<TrialHistory> Trials);

internal static class SharedSettings
{
    /// <summary>In the trial order of the first side. Of trials that repeat each other the first one speaks.</summary>
    public static ImmutableArray<SharedSetting> Of(ImmutableArray<Side> sides)
    {
        var bySetting = sides.Select(side => side.Histories.DistinctBy(Key).ToDictionary(Key)).ToArray();
        return [.. sides[0].Histories.DistinctBy(Key).Where(history => bySetting.All(side => side.ContainsKey(Key(history))))
            .Select(history => new SharedSetting([.. bySetting.Select(side => side[Key(history)])]))];
    }

    private static string Key(TrialHistory history) => SettingPairs.ContextKey(history.Trial.Assignment);
}
