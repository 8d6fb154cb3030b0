using Orchestrator.OdeEngine.Problems;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Workloads;

/// <summary>y' = y³A, A = [[−0.1, 2], [−2, −0.1]], y a row; float64 on the CPU. Known, so it has no parameters and needs no gradient.</summary>
internal sealed class CubicSpiralField : IVectorField, IDisposable
{
    private const double Damping = -0.1;
    private const double Turning = 2;

    public int Features => 2;
    public ParameterBlock Parameters { get; } = new(0, ScalarType.Float64);
    public bool DependsOnTime => false;

    public void Evaluate(in SolveTime t, StateBlock y, StateBlock dydt)
    {
        var from = y.Doubles;
        var to = dydt.Doubles;
        for (var at = 0; at < from.Length; at += 2)
        {
            var (cube0, cube1) = (from[at] * from[at] * from[at], from[at + 1] * from[at + 1] * from[at + 1]);
            to[at] = (Damping * cube0) - (Turning * cube1);
            to[at + 1] = (Turning * cube0) + (Damping * cube1);
        }
    }

    public IFieldTape NewTape(int batch) => new StateCopy(batch);

    public void Linearize(in SolveTime t, StateBlock y, StateBlock dydt, IFieldTape tape)
    {
        y.Doubles.CopyTo(((StateCopy)tape).Values);
        Evaluate(t, y, dydt);
    }

    public void Vjp(IFieldTape tape, StateBlock cotangent, in VjpTargets into)
    {
        var y = ((StateCopy)tape).Values;
        var a = cotangent.Doubles;
        var bar = into.YBar.Doubles;
        for (var at = 0; at < a.Length; at += 2)
        {
            bar[at] += 3 * y[at] * y[at] * ((Damping * a[at]) + (Turning * a[at + 1]));
            bar[at + 1] += 3 * y[at + 1] * y[at + 1] * ((Damping * a[at + 1]) - (Turning * a[at]));
        }
    }

    public void Dispose() => Parameters.Dispose();

    private sealed class StateCopy(int batch) : IFieldTape
    {
        public double[] Values { get; } = new double[2 * batch];
        public long Bytes => sizeof(double) * Values.Length;
        public void Dispose() { }
    }
}
