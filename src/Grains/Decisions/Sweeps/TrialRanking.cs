using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Decisions.Sweeps;

/// <summary>The one rule of which trials may lead and by what number: the live view and every report ask it here.</summary>
internal static class TrialRanking
{
    /// <summary>
    /// What a run says of its trial: the value of a completed run; NaN where a run failed, was stopped early or completed without a value,
    /// because a mean over the others would flatter the trial; null while it says nothing (not begun, under way, cancelled).
    /// </summary>
    public static double? Score(RunStatus status, double? value) => status switch
    {
        RunStatus.Completed => value ?? double.NaN,
        RunStatus.Failed or RunStatus.Pruned => double.NaN,
        _ => null,
    };

    /// <summary>The mean that ranks a trial, or null: no run speaks for it, or one of them has no finite value.</summary>
    public static double? Mean(IEnumerable<double> scores)
    {
        // A running mean: a sum of large finite values could overflow.
        var (mean, count) = (0.0, 0);
        foreach (var score in scores) mean += (score - mean) / ++count;
        return count > 0 && double.IsFinite(mean) ? mean : null;
    }
}
