using System.Diagnostics;
using System.Text.Json.Nodes;
using Orchestrator.OdeBench.Problems;
using Orchestrator.OdeEngine.Training;
using Orchestrator.OdeEngine.Training.Optimizers;
using TorchSharp;

namespace Orchestrator.OdeBench.Measuring;

/// <summary>200 iterations of RMSprop on the spiral: batch, forward, loss, backward, optimiser. The first training of the process counts too, apart.</summary>
internal static class TrainMeasurement
{
    private const int Iterations = 200;
    private const int Tail = 20;
    private const double MillisPerSecond = 1e3;

    public static void AddTo(JsonObject line, Workload workload, BenchOptions options)
    {
        using var run = new PreparedWorkload(workload, torch.ScalarType.Float32, workload.Settings, workload.Gradient);
        var first = run.Field.Parameters.Block.ToDoubles();
        var cold = Train(run, first);
        List<Cost> costs = [];
        var last = cold;
        // As many trainings as the peer's one takes time for, so that the least of them is as well found.
        for (var i = 0; i < options.TrainRepeats * 10; i++)
            costs.Add((last = Train(run, first)).Cost);
        line["repeats"] = costs.Count;
        line["train_s_min"] = costs.Min(cost => cost.Wall);
        line["train_s_med"] = Measurement.Median(costs.Select(cost => cost.Wall));
        line["train_cpu_s_min"] = costs.Min(cost => cost.Cpu);
        line["train_cpu_s_med"] = Measurement.Median(costs.Select(cost => cost.Cpu));
        line["train_first_s"] = cold.Cost.Wall;
        line["train_first_cpu_s"] = cold.Cost.Cpu;
        line["ms_per_iteration"] = costs.Min(cost => cost.Wall) / Iterations * MillisPerSecond;
        line["nfe_total"] = last.Evaluations;
        line["loss_first"] = last.Losses[0];
        line["loss_last20"] = last.Losses[^Tail..].Average();
    }

    private sealed record Training(Cost Cost, long Evaluations, double[] Losses);

    private static Training Train(PreparedWorkload run, double[] firstParameters)
    {
        var curve = run.Workload.Training!;
        var loss = (MeanAbsolute)run.Workload.Loss!;
        var parameters = run.Field.Parameters.Block;
        Blocks.Fill(parameters, firstParameters);
        using var optimizer = FlatOptimizer.Create(new OptimizerSettings.RmsProp(1e-3, 0.99, 1e-8), parameters.Count, parameters.ElementType, run.Device);
        var losses = new double[Iterations];
        var evaluations = run.Counted.Counts;
        var started = Stopwatch.GetTimestamp();
        var cpu = CpuTime.Seconds;
        for (var k = 0; k < Iterations; k++)
        {
            loss.Targets = curve.Targets(k);
            Blocks.Fill(run.Start, loss.Targets.AsSpan(0, run.Start.Count));
            run.Forward();
            run.Backward();
            optimizer.Step(parameters, run.ParameterBar);
            losses[k] = run.LastLoss;
        }
        var cost = new Cost(Stopwatch.GetElapsedTime(started).TotalSeconds, CpuTime.Seconds - cpu);
        return new Training(cost, (run.Counted.Counts - evaluations).Total, losses);
    }
}
