using System.Text.Json.Nodes;

namespace Orchestrator.OdeBench.Measuring;

/// <summary>
/// Managed bytes of one forward and backward, and how many more an accepted step costs: the same solve again over half the time tells
/// the bytes of the call itself (its two reports) from those of its steps.
/// </summary>
internal static class Allocation
{
    public static void AddTo(JsonObject line, PreparedWorkload run)
    {
        var workload = run.Workload;
        double[] half = [.. workload.Times.Select(t => workload.Times[0] + ((t - workload.Times[0]) / 2))];
        using var shorter = new PreparedWorkload(workload with { Times = half }, run.Start.ElementType, workload.Settings, workload.Gradient);
        var whole = Measure(run);
        var part = Measure(shorter);
        line["managed_bytes_per_call"] = whole.Bytes;
        if (whole.Steps != part.Steps)
            line["managed_bytes_per_step"] = (whole.Bytes - part.Bytes) / (double)(whole.Steps - part.Steps);
    }

    private readonly record struct Sample(long Bytes, long Steps);

    private static Sample Measure(PreparedWorkload run)
    {
        Once(run);
        Once(run);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Once(run);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        return new Sample(bytes, run.LastForward!.Stats.AcceptedSteps + (run.LastBackward?.Stats.AcceptedSteps ?? 0));
    }

    private static void Once(PreparedWorkload run)
    {
        run.Forward();
        if (run.Workload.Gradient is not null)
            run.Backward();
    }
}
