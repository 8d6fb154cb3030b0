using Orchestrator.OdeEngine;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.OdeEngine.Workloads;
using static TorchSharp.torch;

namespace Orchestrator.OdeBench.Problems;

/// <summary>The spiral's true curve at 25 i / 999, i = 0..999, rounded to float32, and the batches cut from it.</summary>
internal sealed class SpiralCurve
{
    public const int Batch = 20;
    public const int BatchTimes = 10;
    private const int Points = 1000;
    private const int Features = 2;
    private const double End = 25;
    private readonly double[] _curve;

    public SpiralCurve()
    {
        double[] times = [.. Enumerable.Range(0, Points).Select(i => End * i / (Points - 1))];
        using var field = new CubicSpiralField();
        var settings = new SolveSettings { Solver = OdeSolvers.Find("dopri8")!, RelativeTolerance = 1e-12, AbsoluteTolerance = 1e-12 };
        using var solve = Ode.Prepare(new CountedField(field), 1, settings, null);
        using var start = StateBlock.Zeros(1, Features, ScalarType.Float64);
        start.Doubles[0] = 2;
        var report = solve.Forward(start, times);
        if (report.Failure is not null)
            throw new InvalidOperationException($"The spiral's true curve could not be solved: {report.Failure}");
        _curve = [.. solve.Outputs.Doubles.ToArray().Select(value => (double)(float)value)];
        Times = [.. times.Take(BatchTimes).Select(t => (double)(float)t)];
    }

    public double[] Times { get; }

    /// <summary>Starts [batch, 2] of iteration k, at indices (37 k + 49 j) mod 990.</summary>
    public double[] Starts(int iteration) => [.. Targets(iteration).Take(Batch * Features)];

    /// <summary>The true states [times · batch, 2] of iteration k.</summary>
    public double[] Targets(int iteration)
    {
        var targets = new double[BatchTimes * Batch * Features];
        for (var i = 0; i < BatchTimes; i++)
            for (var j = 0; j < Batch; j++)
            {
                var at = ((((37 * iteration) + (49 * j)) % (Points - BatchTimes)) + i) * Features;
                _curve.AsSpan(at, Features).CopyTo(targets.AsSpan(((i * Batch) + j) * Features));
            }
        return targets;
    }
}
