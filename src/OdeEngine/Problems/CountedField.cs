using System.Diagnostics;

namespace Orchestrator.OdeEngine.Problems;

/// <summary>Why a vector field is being evaluated.</summary>
public enum EvaluationPass { Forward, Backward, Recomputed }

/// <summary>Counts of calls of a vector field. A call on a batch counts once. "Total" is the sum of the three kinds, VJPs apart.</summary>
public readonly record struct FunctionEvaluations(long Forward, long Backward, long Recomputed, long VectorJacobianProducts)
{
    public long Total => Forward + Backward + Recomputed;

    public static FunctionEvaluations operator +(FunctionEvaluations a, FunctionEvaluations b)
        => new(a.Forward + b.Forward, a.Backward + b.Backward, a.Recomputed + b.Recomputed, a.VectorJacobianProducts + b.VectorJacobianProducts);
    public static FunctionEvaluations operator -(FunctionEvaluations a, FunctionEvaluations b)
        => new(a.Forward - b.Forward, a.Backward - b.Backward, a.Recomputed - b.Recomputed, a.VectorJacobianProducts - b.VectorJacobianProducts);
}

/// <summary>The one place where evaluations are counted: every solver and gradient calls the model through it.</summary>
public sealed class CountedField(IVectorField inner) : IVectorField
{
    private long _forward;
    private long _backward;
    private long _recomputed;
    private long _products;
    private long _ticks;

    /// <summary>Under which name the following calls are counted.</summary>
    public EvaluationPass Pass { get; set; }
    /// <summary>Clock the calls that follow: two looks at the clock each.</summary>
    public bool IsClocked { get; set; }
    /// <summary>Wall time of the calls that were clocked.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(0, _ticks);
    public FunctionEvaluations Counts => new(_forward, _backward, _recomputed, _products);

    public int Features => inner.Features;
    public ParameterBlock Parameters => inner.Parameters;
    public bool DependsOnTime => inner.DependsOnTime;
    public IFieldTape NewTape(int batch) => inner.NewTape(batch);

    public void Evaluate(in SolveTime t, StateBlock y, StateBlock dydt)
    {
        Count();
        var started = Now();
        inner.Evaluate(t, y, dydt);
        _ticks += Now() - started;
    }

    public void Linearize(in SolveTime t, StateBlock y, StateBlock dydt, IFieldTape tape)
    {
        Count();
        var started = Now();
        inner.Linearize(t, y, dydt, tape);
        _ticks += Now() - started;
    }

    public void Vjp(IFieldTape tape, StateBlock cotangent, in VjpTargets into)
    {
        _products++;
        var started = Now();
        inner.Vjp(tape, cotangent, into);
        _ticks += Now() - started;
    }

    public void BeginPass() => inner.BeginPass();
    public void EndPass() => inner.EndPass();

    private long Now() => IsClocked ? Stopwatch.GetTimestamp() : 0;

    private void Count() => _ = Pass switch
    {
        EvaluationPass.Forward => _forward++,
        EvaluationPass.Backward => _backward++,
        _ => _recomputed++,
    };
}
