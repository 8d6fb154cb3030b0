using System.Text.Json.Nodes;

namespace Orchestrator.OdeBench.Measuring;

/// <summary>
/// Managed bytes of one forward and backward, and how many more an accepted step costs: the same solve again over a tenth of the time tells
/// the bytes of the call itself (its two reports) from those of its steps.
/// </summary>
internal static class Allocation
{
    private const double Part = 0.1;

    public static void AddTo(JsonObject line, PreparedWorkload run)
    {
        var workload = run.Workload;
        double[] part = [.. workload.Times.Select(t => workload.Times[0] + ((t - workload.Times[0]) * Part))];
        using var shorter = new PreparedWorkload(workload with { Times = part }, run.Device, run.Start.ElementType, workload.Settings, workload.Gradient);
        var whole = Measure(run);
        var fewer = Measure(shorter);
        line["managed_bytes_per_call"] = whole.Bytes;
        if (whole.Steps != fewer.Steps)
            line["managed_bytes_per_step"] = (whole.Bytes - fewer.Bytes) / (double)(whole.Steps - fewer.Steps);
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
