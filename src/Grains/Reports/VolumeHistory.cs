using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Fronts;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Grains.Reports;

/// <summary>How the hypervolume grew while trials finished, in the order in which they finished, to the reference of the whole sweep.</summary>
internal static class VolumeHistory
{
    /// <summary>One point for each trial that raised the volume, and one for the last trial.</summary>
    public static ImmutableArray<VolumePoint> Of(Measures measures, FrontVolume? volume, ImmutableArray<TrialHistory> histories)
    {
        if (volume is null) return [];
        // The reference is kept in the objectives' own signs; costs have a sign turned where an objective is maximised.
        var growing = new GrowingVolume([.. measures.Objectives.Select((objective, i) => objective.Cost(volume.Reference[i]))]);
        var finished = histories.Select(history => (history.Number, Costs: history.Costs(measures.Objectives), At: history.Completed.Select(run => run.EndedAt ?? run.QueuedAt).DefaultIfEmpty().Max()))
            .Where(entry => entry.Costs is not null).OrderBy(entry => entry.At).ThenBy(entry => entry.Number).ToArray();
        var points = ImmutableArray.CreateBuilder<VolumePoint>();
        for (var i = 0; i < finished.Length; i++)
            if (growing.Add(finished[i].Costs!.Value) || i == finished.Length - 1) points.Add(new(i + 1, finished[i].Number, finished[i].At, growing.Value));
        return points.ToImmutable();
    }
}
