using Orchestrator.Grains.Decisions.Sweeps;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search;

/// <summary>The results that a suggestion may know under a deterministic schedule.</summary>
internal static class KnownResults
{
    /// <summary>Trials right before the suggested one whose results it never knows: as many as may train at once, whatever the number of devices.</summary>
    public static int Window(SweepSpec spec) => Math.Max(1, SweepLimits.InFlight(spec) / spec.Seeds.Length);

    /// <summary>The history with the results of all earlier trials and of none within the window; null: one of them is not known yet.</summary>
    public static SearchHistory? For(SweepSpec spec, SearchHistory history, long trialNumber)
    {
        // Trials of an earlier sweep have numbers below 0 and are always known.
        var known = Math.Max(0, trialNumber - Window(spec));
        return history.Trials.Any(trial => trial.Number < known && trial.Result is TrialResult.Pending)
            ? null
            : history with { Trials = [.. history.Trials.Select(trial => trial.Number < known ? trial : trial with { Result = new TrialResult.Pending() })] };
    }
}
