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
    private const int Rounds = 5;

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

    /// <summary>Round by round over all sizes, so that a slow moment of the machine is nobody's.</summary>
    private static ImmutableArray<ScalingPoint> Measure(int[] sizes, Func<int, Workload> at)
    {
        torch.set_num_threads(1);
        Sampled[] all = [.. sizes.Select(size => new Sampled(size, at(size)))];
        for (var round = 0; round < Rounds; round++)
            foreach (var one in all)
                one.Sample();
        foreach (var one in all)
            one.Dispose();
        return [.. all.Select(one => one.Point)];
    }

    private sealed class Sampled : IDisposable
    {
        private readonly PreparedWorkload _run;
        private readonly int _forwards;
        private readonly int _backwards;

        public Sampled(int size, Workload workload)
        {
            _run = new PreparedWorkload(workload, torch.ScalarType.Float32, workload.Settings, workload.Gradient);
            _forwards = Timing.WarmUp(_run.Forward);
            _backwards = Timing.WarmUp(_run.Backward);
            Point = new ScalingPoint(size, _run.LastForward!.Stats.AttemptedSteps, double.PositiveInfinity, double.PositiveInfinity);
        }

        public ScalingPoint Point { get; private set; }

        public void Sample() => Point = Point with
        {
            Forward = Math.Min(Point.Forward, Timing.Mean(_run.Forward, _forwards).Cpu),
            Backward = Math.Min(Point.Backward, Timing.Mean(_run.Backward, _backwards).Cpu),
        };

        public void Dispose() => _run.Dispose();
    }
}
