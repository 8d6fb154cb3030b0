using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Problems;

namespace Orchestrator.OdeEngine.Gradients;

/// <summary>
/// The adjoint equation as a vector field over one flat row [y | a | q]: y' = f, a' = −aᵀ∂f/∂y, q' = −aᵀ∂f/∂θ,
/// with y and a of batch · features values each and q of as many as there are parameters.
/// </summary>
/// <remarks>Chen, Rubanova, Bettencourt, Duvenaud, "Neural Ordinary Differential Equations" (2018), appendix B, eqs. 46 to 51; Pontryagin (1962).</remarks>
internal sealed class AdjointField : IVectorField, IDisposable
{
    private readonly IVectorField _inner;
    private readonly IStateArithmetic _arithmetic;
    private readonly int _batch;
    private readonly IFieldTape _tape;
    private readonly StateBlock _minusA;
    private readonly Dictionary<StateBlock, AdjointParts> _parts = [];

    /// <param name="arithmetic">For blocks [batch, features].</param>
    public AdjointField(IVectorField inner, IStateArithmetic arithmetic, int batch, BlockFactory blocks)
    {
        (_inner, _arithmetic, _batch) = (inner, arithmetic, batch);
        _tape = inner.NewTape(batch);
        _minusA = blocks.New(batch, inner.Features);
    }

    public int StateCount => _batch * _inner.Features;
    public int Features => 2 * StateCount + _inner.Parameters.Count;
    public ParameterBlock Parameters => _inner.Parameters;
    public bool DependsOnTime => _inner.DependsOnTime;
    public long TapeBytes => _tape.Bytes;

    /// <summary>The three parts of a flat row, as blocks over its memory.</summary>
    public AdjointParts PartsOf(StateBlock row)
    {
        if (_parts.TryGetValue(row, out var parts))
            return parts;
        parts = new AdjointParts(
            row.View(0, _batch, _inner.Features),
            row.View(StateCount, _batch, _inner.Features),
            Parameters.Count == 0 ? null : row.View(2 * StateCount, 1, Parameters.Count));
        _parts.Add(row, parts);
        return parts;
    }

    public void Evaluate(in SolveTime t, StateBlock y, StateBlock dydt)
    {
        var state = PartsOf(y);
        var slope = PartsOf(dydt);
        _inner.Linearize(t, state.Y, slope.Y, _tape);
        _arithmetic.Combine(_minusA, null, Scaling.One, [-1], [state.A]);
        _arithmetic.Fill(slope.A, 0);
        if (slope.Q is not null)
            _arithmetic.Fill(slope.Q, 0);
        _inner.Vjp(_tape, _minusA, new VjpTargets(slope.A, slope.Q, default));
    }

    public IFieldTape NewTape(int batch) => throw new NotSupportedException("The adjoint equation is solved, not differentiated.");
    public void Linearize(in SolveTime t, StateBlock y, StateBlock dydt, IFieldTape tape) => throw new NotSupportedException("The adjoint equation is solved, not differentiated.");
    public void Vjp(IFieldTape tape, StateBlock cotangent, in VjpTargets into) => throw new NotSupportedException("The adjoint equation is solved, not differentiated.");

    public void Dispose()
    {
        foreach (var parts in _parts.Values)
        {
            parts.Y.Dispose();
            parts.A.Dispose();
            parts.Q?.Dispose();
        }
        _tape.Dispose();
    }
}

/// <summary>State, adjoint and parameter integral (null without parameters) of one flat row.</summary>
internal readonly record struct AdjointParts(StateBlock Y, StateBlock A, StateBlock? Q);
