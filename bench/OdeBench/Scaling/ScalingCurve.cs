using System.Collections.Immutable;
using Orchestrator.OdeBench.Measuring;
using Orchestrator.OdeBench.Problems;
using TorchSharp;

namespace Orchestrator.OdeBench.Scaling;

/// <summary>CPU seconds of one forward and one backward at one size.</summary>
internal sealed record ScalingPoint(int Size, long Steps, double Forward, double Backward)
{
    public double PerStep => (Forward + Backward) / Steps;
}

/// <summary>How the cost of one workload follows one of its sizes.</summary>
/// <param name="Name">batch, outputs or steps.</param>
internal sealed record ScalingCurve(string Name, string Title, ImmutableArray<ScalingPoint> Points)
{
    private const int Samples = 5;

    /// <summary>The 20-64-64-20 network with direct gradients, 100 fixed steps of rk4, from 1 to 4096 rows.</summary>
    public static ScalingCurve OfBatch()
    {
        var basis = Workloads.Find("fixed-rk4-direct");
        return new("batch", "rows in the batch", Measure([1, 4, 16, 64, 256, 1024, 4096], batch => basis with
        {
            Batch = batch,
            Start = Chirp.Values(batch * Workloads.MlpFeatures, 1, 0),
            Loss = new EndSquare(batch * Workloads.MlpFeatures),
        }));
    }

    /// <summary>The same network over 80 time units with from 2 to 1024 output times: the steps stay those of the tolerance.</summary>
    public static ScalingCurve OfOutputs()
    {
        var basis = Workloads.Find("long80-mlp-direct");
        var end = basis.Times[^1];
        return new("outputs", "output times", Measure([2, 16, 64, 256, 1024], count => basis with
        {
            Times = [.. Enumerable.Range(0, count).Select(i => end * i / (count - 1))],
        }));
    }

    /// <summary>The same network with from 50 to 1600 fixed steps of one length; checkpointed, because tapes of 1600 steps would leave the caches.</summary>
    public static ScalingCurve OfSteps()
    {
        var basis = Workloads.Find("fixed-rk4-checkpointed");
        return new("steps", "steps", Measure([50, 100, 200, 400, 800, 1600], count => basis with { Times = [0, count * basis.Settings.StepSize!.Value] }));
    }

    private static ImmutableArray<ScalingPoint> Measure(int[] sizes, Func<int, Workload> at) => [.. sizes.Select(size => Measure(size, at(size)))];

    private static ScalingPoint Measure(int size, Workload workload)
    {
        torch.set_num_threads(1);
        using var run = new PreparedWorkload(workload, torch.ScalarType.Float32, workload.Settings, workload.Gradient);
        run.Forward();
        var (forwards, backwards) = (Timing.WarmUp(run.Forward), Timing.WarmUp(run.Backward));
        var (forward, backward) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var i = 0; i < Samples; i++)
        {
            forward = Math.Min(forward, Timing.Mean(run.Forward, forwards).Cpu);
            backward = Math.Min(backward, Timing.Mean(run.Backward, backwards).Cpu);
        }
        return new ScalingPoint(size, run.LastForward!.Stats.AttemptedSteps, forward, backward);
    }
}
