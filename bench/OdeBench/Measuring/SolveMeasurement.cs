using System.Diagnostics;
using System.Text.Json.Nodes;
using Orchestrator.OdeBench.Problems;
using TorchSharp;

namespace Orchestrator.OdeBench.Measuring;

/// <summary>One forward solve with its loss and one backward pass.</summary>
internal static class SolveMeasurement
{
    private const double MicrosPerSecond = 1e6;
    private const double BytesPerMebibyte = 1 << 20;

    public static void AddTo(JsonObject line, Workload workload, BenchOptions options)
    {
        var peakBefore = PeakResidentBytes();
        using var run = new PreparedWorkload(workload, options.Device, torch.ScalarType.Float32, workload.Settings, workload.Gradient);
        var started = Stopwatch.GetTimestamp();
        run.Forward();
        if (workload.Gradient is not null)
            run.Backward();
        line["first_call_s"] = Stopwatch.GetElapsedTime(started).TotalSeconds;
        using var costs = new FieldCosts(run);
        var rows = Repeats(run, costs, options.Repeats);
        line["repeats"] = rows.Count;
        line["rss_delta_mib"] = Math.Round((PeakResidentBytes() - peakBefore) / BytesPerMebibyte, 1);
        AddForward(line, run, rows, costs);
        if (workload.Gradient is not null)
            AddBackward(line, run, rows, costs);
        Allocation.AddTo(line, run);
        if (options.Reference)
            ReferenceErrors.AddTo(line, run);
    }

    private sealed record Row(Cost Forward, Cost Backward)
    {
        public Cost Total => Forward + Backward;
    }

    private static List<Row> Repeats(PreparedWorkload run, FieldCosts costs, int repeats)
    {
        var hasGradient = run.Workload.Gradient is not null;
        var forwards = Timing.WarmUp(run.Forward);
        var backwards = hasGradient ? Timing.WarmUp(run.Backward) : 0;
        var rows = new List<Row>();
        for (var i = 0; i < repeats; i++)
        {
            costs.Sample();
            rows.Add(new Row(Timing.Mean(run.Forward, forwards), hasGradient ? Timing.Mean(run.Backward, backwards) : default));
        }
        return rows;
    }

    private static void AddForward(JsonObject line, PreparedWorkload run, List<Row> rows, FieldCosts costs)
    {
        var stats = run.LastForward!.Stats;
        var taped = run.Workload.KeepsTapes;
        var cpu = rows.Min(row => row.Forward.Cpu);
        var bound = stats.Evaluations.Total * (taped ? costs.TapedCall : costs.Call);
        line["fwd_s_min"] = rows.Min(row => row.Forward.Wall);
        line["fwd_s_med"] = Measurement.Median(rows.Select(row => row.Forward.Wall));
        line["fwd_cpu_s_min"] = cpu;
        line["fwd_cpu_s_med"] = Measurement.Median(rows.Select(row => row.Forward.Cpu));
        line["nfe_fwd"] = stats.Evaluations.Total;
        line["steps_fwd"] = stats.AttemptedSteps;
        line["rejected_fwd"] = stats.RejectedSteps;
        line["f_share_fwd"] = bound / cpu;
        line["solver_us_per_step"] = (cpu - bound) / stats.AttemptedSteps * MicrosPerSecond;
        line["f_call_us"] = costs.Call * MicrosPerSecond;
        line["fwd_bound_s"] = bound;
        line["fwd_over_bound"] = cpu / bound;
        line["peak_engine_bytes"] = run.PeakBytes;
    }

    private static void AddBackward(JsonObject line, PreparedWorkload run, List<Row> rows, FieldCosts costs)
    {
        var stats = run.LastBackward!.Stats;
        var evaluations = stats.Evaluations;
        var cpu = rows.Min(row => row.Backward.Cpu);
        var bound = (evaluations.Total * costs.TapedCall) + (evaluations.VectorJacobianProducts * costs.Product);
        line["f_graph_call_us"] = costs.TapedCall * MicrosPerSecond;
        line["f_vjp_us"] = costs.Product * MicrosPerSecond;
        line["bwd_s_min"] = rows.Min(row => row.Backward.Wall);
        line["bwd_s_med"] = Measurement.Median(rows.Select(row => row.Backward.Wall));
        line["bwd_cpu_s_min"] = cpu;
        line["bwd_cpu_s_med"] = Measurement.Median(rows.Select(row => row.Backward.Cpu));
        line["nfe_bwd"] = evaluations.Total;
        line["vjp_bwd"] = evaluations.VectorJacobianProducts;
        line["steps_bwd"] = stats.AttemptedSteps;
        line["rejected_bwd"] = stats.RejectedSteps;
        line["f_share_bwd"] = evaluations.Total * costs.TapedCall / cpu;
        line["vjp_share_bwd"] = evaluations.VectorJacobianProducts * costs.Product / cpu;
        line["bwd_bound_s"] = bound;
        line["bwd_over_bound"] = cpu / bound;
        line["total_s_min"] = rows.Min(row => row.Total.Wall);
        line["total_cpu_s_min"] = rows.Min(row => row.Total.Cpu);
        line["loss"] = run.LastLoss;
    }

    private static long PeakResidentBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
