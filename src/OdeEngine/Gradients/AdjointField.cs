using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Output;
using Orchestrator.OdeEngine.Problems;

namespace Orchestrator.OdeEngine.Gradients;

/// <summary>
/// The adjoint equation as a vector field over one flat row [y | a | q]: y' = f, a' = −aᵀ∂f/∂y, q' = −aᵀ∂f/∂θ,
/// with y and a of batch · features values each and q of as many as there are parameters. Where the path y(t) is known, the row is [a | q].
/// </summary>
/// <remarks>Chen, Rubanova, Bettencourt, Duvenaud, "Neural Ordinary Differential Equations" (2018), appendix B, eqs. 46 to 51; Pontryagin (1962).</remarks>
internal sealed class AdjointField : IVectorField, IDisposable
{
    private readonly IVectorField _inner;
    private readonly IStateArithmetic _arithmetic;
    private readonly int _batch;
    private readonly DenseOutput? _path;
    private readonly TapeShelf _tapes;
    private readonly StateBlock _minusA;
    private readonly StateBlock? _pathState;
    private readonly StateBlock? _pathSlope;
    private readonly Dictionary<StateBlock, AdjointParts> _parts = [];

    /// <param name="arithmetic">For blocks [batch, features].</param>
    /// <param name="path">y(t); null: it is integrated with the rest.</param>
    public AdjointField(IVectorField inner, IStateArithmetic arithmetic, int batch, BlockFactory blocks, DenseOutput? path)
    {
        (_inner, _arithmetic, _batch, _path) = (inner, arithmetic, batch, path);
        _tapes = new TapeShelf(inner, batch, blocks.Memory);
        _minusA = blocks.New(batch, inner.Features);
        if (path is not null)
            (_pathState, _pathSlope) = (blocks.New(batch, inner.Features), blocks.New(batch, inner.Features));
    }

    public int StateCount => _batch * _inner.Features;
    /// <summary>Where a begins in the row.</summary>
    public int AdjointOffset => _path is null ? StateCount : 0;
    /// <summary>Where q begins in the row.</summary>
    public int ParameterOffset => AdjointOffset + StateCount;
    public int Features => ParameterOffset + _inner.Parameters.Count;
    public ParameterBlock Parameters => _inner.Parameters;
    public bool DependsOnTime => _inner.DependsOnTime || _path is not null;

    /// <summary>The parts of a flat row, as blocks over its memory.</summary>
    public AdjointParts PartsOf(StateBlock row)
    {
        if (_parts.TryGetValue(row, out var parts))
            return parts;
        parts = new AdjointParts(
            _path is null ? row.View(0, _batch, _inner.Features) : null,
            row.View(AdjointOffset, _batch, _inner.Features),
            Parameters.Count == 0 ? null : row.View(ParameterOffset, 1, Parameters.Count));
        _parts.Add(row, parts);
        return parts;
    }

    public void Evaluate(in SolveTime t, StateBlock y, StateBlock dydt)
    {
        var state = PartsOf(y);
        var slope = PartsOf(dydt);
        if (_path is null)
            _inner.Linearize(t, state.Y!, slope.Y!, _tapes[0]);
        else
            LinearizeOnPath(t.Of(0));
        _tapes.Account(0, 1);
        _arithmetic.Combine(_minusA, null, Scaling.One, [-1], [state.A]);
        _arithmetic.Fill(slope.A, 0);
        if (slope.Q is not null)
            _arithmetic.Fill(slope.Q, 0);
        _inner.Vjp(_tapes[0], _minusA, new VjpTargets(slope.A, slope.Q, default));
    }

    public IFieldTape NewTape(int batch) => throw new NotSupportedException("The adjoint equation is solved, not differentiated.");
    public void Linearize(in SolveTime t, StateBlock y, StateBlock dydt, IFieldTape tape) => throw new NotSupportedException("The adjoint equation is solved, not differentiated.");
    public void Vjp(IFieldTape tape, StateBlock cotangent, in VjpTargets into) => throw new NotSupportedException("The adjoint equation is solved, not differentiated.");

    public void Dispose()
    {
        foreach (var parts in _parts.Values)
        {
            parts.Y?.Dispose();
            parts.A.Dispose();
            parts.Q?.Dispose();
        }
        _tapes.Dispose();
    }

    /// <summary>The guess at a first step may look beyond the start of the forward solve, and a stage miss it by rounding.</summary>
    private void LinearizeOnPath(double t)
    {
        var time = _path!.Nearest(t);
        _path.Evaluate(time, _pathState!);
        _inner.Linearize(time, _pathState!, _pathSlope!, _tapes[0]);
    }
}

/// <summary>State (null where its path is known), adjoint and parameter integral (null without parameters) of one flat row.</summary>
internal readonly record struct AdjointParts(StateBlock? Y, StateBlock A, StateBlock? Q);
