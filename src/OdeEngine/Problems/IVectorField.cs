namespace Orchestrator.OdeEngine.Problems;

/// <summary>
/// f(t, y; θ), everything a solver or a gradient method knows of a model. Writes into given blocks, keeps no graph of its own.
/// Implementations do not count calls: <see cref="CountedField"/> does, once, for everybody.
/// </summary>
/// <remarks>
/// Not thread safe: one field belongs to one run on one thread. Row i of the answer depends on row i of the state only,
/// and (for fields of ours) not on the other rows even in the last bit.
/// </remarks>
public interface IVectorField
{
    /// <summary>Features per sample of the state it works on.</summary>
    int Features { get; }

    /// <summary>θ; a block of count 0 for a field without parameters.</summary>
    ParameterBlock Parameters { get; }

    /// <summary>True if ∂f/∂t can differ from zero.</summary>
    bool DependsOnTime { get; }

    /// <summary>dydt ← f(t, y). y, dydt: [batch, features]; they do not overlap. No tape.</summary>
    void Evaluate(in SolveTime t, StateBlock y, StateBlock dydt);

    /// <summary>An empty tape for states of this batch size; reusable any number of times, disposed by the caller.</summary>
    IFieldTape NewTape(int batch);

    /// <summary>dydt ← f(t, y), and the tape remembers what <see cref="Vjp"/> needs (it may copy y: the block can change afterwards).</summary>
    void Linearize(in SolveTime t, StateBlock y, StateBlock dydt, IFieldTape tape);

    /// <summary>
    /// Adds to the given blocks: yBar += aᵀ∂f/∂y, parameterBar += aᵀ∂f/∂θ, and tBar += aᵀ∂f/∂t (a sum, or one per sample).
    /// The tape stays usable.
    /// </summary>
    void Vjp(IFieldTape tape, StateBlock cotangent, in VjpTargets into);

    /// <summary>
    /// θ does not change until <see cref="EndPass"/>: a field that keeps something derived from θ need not look at every call. Solves and
    /// their gradients are such passes; calls outside of one work all the same.
    /// </summary>
    void BeginPass() { }

    void EndPass() { }
}

/// <summary>What a vector field remembers of one evaluation.</summary>
public interface IFieldTape : IDisposable
{
    /// <summary>Bytes held by this tape, for the memory account of a solve.</summary>
    long Bytes { get; }
}

/// <summary>
/// Where a vector–Jacobian product is added. YBar [batch, features]; ParameterBar [1, count] or null when θ is not wanted;
/// TBar: length 1 (sum over the batch) or length batch (one per sample), or empty when t is not wanted.
/// </summary>
public readonly ref struct VjpTargets(StateBlock yBar, StateBlock? parameterBar, Span<double> tBar)
{
    public StateBlock YBar { get; } = yBar;
    public StateBlock? ParameterBar { get; } = parameterBar;
    public Span<double> TBar { get; } = tBar;
}
