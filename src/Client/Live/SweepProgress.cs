using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Client.Live;

/// <summary>One look at a sweep, with what is needed to name its runs.</summary>
/// <param name="Settings">Assignment by trial number, for trials known so far.</param>
/// <param name="Contact">Whether the silo answered just now.</param>
internal sealed record SweepProgress(SweepSnapshot Snapshot, ImmutableDictionary<int, ImmutableArray<AssignedValue>> Settings, ImmutableArray<ulong> Seeds, Contact Contact)
{
    public bool IsOver => Snapshot.Status is SweepStatus.Completed or SweepStatus.Cancelled or SweepStatus.Failed;

    /// <summary>Why nothing goes on although the silo answers; null: it does.</summary>
    public string? Trouble => Snapshot.LedgerTrouble is { } trouble ? $"nothing can be stored, trying again; nothing is lost: {trouble}" : null;

    /// <summary>Share of the work that is done, running runs included; null while the number of runs is unknown.</summary>
    public double? Fraction
    {
        get
        {
            if (Snapshot.ExpectedRuns is not > 0)
                return null;
            var underWay = Snapshot.Running.Sum(run => run.Iterations > 0 ? (double)run.Iteration / run.Iterations : 0);
            return Math.Clamp((Snapshot.Finished + underWay) / Snapshot.ExpectedRuns.Value, 0, 1);
        }
    }

    public string SettingsOf(int trial) => Settings.TryGetValue(trial, out var assignment) ? Output.SettingText.Of(assignment) : "";
}

internal enum Contact { Answering = 1, Lost = 2 }
