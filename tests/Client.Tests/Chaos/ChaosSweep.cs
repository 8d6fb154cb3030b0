using System.Globalization;
using Orchestrator.Client.Tests.Sweeps;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Client.Tests.Chaos;

/// <summary>The sweep of every scenario. Its name alone differs, so that results can be compared and experiments are not taken for one another.</summary>
internal static class ChaosSweep
{
    private const int Iterations = 1500;

    /// <param name="lane">Exclusive: nothing else runs on the device, which the ledger then shows.</param>
    public static string Text(string name, Lane lane) =>
        TinySweep.Text(Iterations).Replace("name: tiny", $"name: {name}", StringComparison.Ordinal) + (lane is Lane.Exclusive ? "\nresources: { exclusive: true }\n" : "\n");

    /// <summary>What was computed, without how long it took and in which attempt.</summary>
    public static string Computed(ObservationRow row)
    {
        var o = row.Observation;
        return string.Create(CultureInfo.InvariantCulture,
            $"{row.Run.TrialNumber}/{row.Run.Replicate}@{o.Iteration}: {o.TrainingLoss:R} {o.ValidationLoss:R} {o.NfeForward} {o.NfeBackward} {o.NfeRecomputed} {o.VectorJacobianProducts} {o.AcceptedSteps} {o.RejectedSteps} {o.SmallestStep:R} {o.LargestStep:R}");
    }

    public static string Computed(RunRow run) => string.Create(CultureInfo.InvariantCulture,
        $"{run.Id.TrialNumber}/{run.Id.Replicate} seed {run.Seed}: {run.Status} {run.Last?.ValidationLoss:R} {run.Last?.NfeTotal}");
}

internal enum Lane
{
    Shared = 1,
    Exclusive = 2,
}
