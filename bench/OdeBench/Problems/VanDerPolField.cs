using Orchestrator.OdeEngine.Problems;
using static TorchSharp.torch;

namespace Orchestrator.OdeBench.Problems;

/// <summary>x' = v, v' = 2(1 − x²)v − x for every row (x, v): the loop a user would write. Forward only.</summary>
internal sealed class VanDerPolField(ScalarType elementType) : IVectorField, IDisposable
{
    private const int Stiffness = 2;

    public int Features => 2;
    public ParameterBlock Parameters { get; } = new(0, elementType);
    public bool DependsOnTime => false;

    public void Evaluate(in SolveTime t, StateBlock y, StateBlock dydt)
    {
        if (y.ElementType == ScalarType.Float32)
            Evaluate(y.Floats, dydt.Floats);
        else
            Evaluate(y.Doubles, dydt.Doubles);
    }

    public IFieldTape NewTape(int batch) => throw new NotSupportedException("This workload has no gradient.");
    public void Linearize(in SolveTime t, StateBlock y, StateBlock dydt, IFieldTape tape) => throw new NotSupportedException("This workload has no gradient.");
    public void Vjp(IFieldTape tape, StateBlock cotangent, in VjpTargets into) => throw new NotSupportedException("This workload has no gradient.");
    public void Dispose() => Parameters.Dispose();

    private static void Evaluate<T>(Span<T> y, Span<T> slope) where T : System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var stiffness = T.CreateTruncating(Stiffness);
        for (var i = 0; i + 1 < y.Length; i += 2)
        {
            var (x, v) = (y[i], y[i + 1]);
            slope[i] = v;
            slope[i + 1] = (stiffness * (T.One - (x * x)) * v) - x;
        }
    }
}
