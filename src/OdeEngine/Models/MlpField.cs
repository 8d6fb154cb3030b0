using Orchestrator.OdeEngine.Problems;

namespace Orchestrator.OdeEngine.Models;

/// <summary>
/// f(t, y) = MLP([y^p, t?]): dense layers with one elementwise activation between them and none at the end. It owns its parameters, flat:
/// for each layer W [outputs, inputs] row-major, then b [outputs], as PyTorch orders a Sequential of Linear.
/// </summary>
/// <remarks>Runs as managed vector kernels or on libtorch, by size and device (<see cref="VectorFields.LargestManagedProduct"/>).</remarks>
public sealed class MlpField : IVectorField, IDisposable
{
    private readonly IOwnedField _kernels;

    internal MlpField(IOwnedField kernels) => _kernels = kernels;

    public int Features => _kernels.Features;
    public ParameterBlock Parameters => _kernels.Parameters;
    public bool DependsOnTime => _kernels.DependsOnTime;

    public void Evaluate(in SolveTime t, StateBlock y, StateBlock dydt) => _kernels.Evaluate(t, y, dydt);
    public IFieldTape NewTape(int batch) => _kernels.NewTape(batch);
    public void Linearize(in SolveTime t, StateBlock y, StateBlock dydt, IFieldTape tape) => _kernels.Linearize(t, y, dydt, tape);
    public void Vjp(IFieldTape tape, StateBlock cotangent, in VjpTargets into) => _kernels.Vjp(tape, cotangent, into);
    public void BeginPass() => _kernels.BeginPass();
    public void EndPass() => _kernels.EndPass();
    public void Dispose() => _kernels.Dispose();
}

internal interface IOwnedField : IVectorField, IDisposable;
