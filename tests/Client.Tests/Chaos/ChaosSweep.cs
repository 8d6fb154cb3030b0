using System.Globalization;
using Orchestrator.Client.Tests.Sweeps;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Client.Tests.Chaos;

/// <summary>The sweep of every scenario. Its name alone differs, so that results can be compared and experiments are not taken for one another.</summary>
internal static class ChaosSweep
{
    private const int Iterations = 1500;

    /// <summary>Device processes may be struck again and again, and one that was stopped for good has to be given up in the time of a test.</summary>
    private const string Isolated = "failures: { hung_after: 10s, retries: { device-lost: 50, internal: 50, out-of-memory: 50 } }";

    /// <param name="lane">Exclusive: nothing else runs on the device, which the ledger then shows.</param>
    public static string Text(string name, Lane lane, Host host) => $$"""
        {{TinySweep.Text(Iterations).Replace("name: tiny", $"name: {name}", StringComparison.Ordinal)}}
        resources: { exclusive: {{(lane is Lane.Exclusive ? "true" : "false")}}, isolation: {{(host is Host.Process ? "process" : "thread")}} }
        {{(host is Host.Process ? Isolated : "")}}
        """;

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

/// <summary>Where runs compute.</summary>
internal enum Host
{
    Thread = 1,
    Process = 2,
}
