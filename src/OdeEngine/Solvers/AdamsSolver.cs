namespace Orchestrator.OdeEngine.Solvers;

internal enum AdamsKind
{
    /// <summary>Explicit: one evaluation per step.</summary>
    Bashforth,
    /// <summary>Implicit, solved by one correction of the explicit prediction (PECE): two evaluations per step.</summary>
    Moulton,
}

/// <summary>An Adams method of fixed step and chosen order.</summary>
/// <remarks>
/// Hairer, Nørsett &amp; Wanner I, III.1. The first steps use <see cref="StartUp"/>, whose order lets the whole keep its own;
/// a shorter last step uses weights computed for its uneven nodes.
/// </remarks>
internal sealed class AdamsSolver(string name, AdamsKind kind, string description) : OdeSolver
{
    public override string Name => name;
    public override string Description => description;
    public override int Order => SolveSettings.DefaultAdamsOrder;
    public override bool IsAdaptive => false;
    public override string InterpolantName => "cubic Hermite";
    public override int InterpolantOrder => 3;
    public override bool HasOrderOption => true;

    internal override IStepSchedule NewSchedule(SolveSettings settings)
        => new AdamsSchedule(kind, settings.AdamsOrder ?? SolveSettings.DefaultAdamsOrder);

    /// <summary>k − 1 start values of a method of order k need a one-step method of order k − 1.</summary>
    internal static StepScheme StartUp(int order) => order <= 5 ? OdeSolvers.Rk4.Scheme : OdeSolvers.Dopri8.Scheme;
}
