namespace Orchestrator.OdeEngine.Solvers;

/// <summary>An explicit Runge–Kutta method: a checked tableau and an interpolant.</summary>
internal sealed class RungeKuttaSolver : OdeSolver, IStepSchedule
{
    public RungeKuttaSolver(ButcherTableau tableau, string description, Interpolant? own = null)
    {
        Tableau = tableau.Checked();
        Description = description;
        Scheme = StepScheme.From(tableau, own);
    }

    public ButcherTableau Tableau { get; }
    public StepScheme Scheme { get; }

    public override string Name => Tableau.Name;
    public override string Description { get; }
    public override int Order => Tableau.Order;
    public override bool IsAdaptive => Tableau.HasErrorEstimate;
    public override string InterpolantName => Scheme.Interpolant.Name;
    public override int InterpolantOrder => Scheme.Interpolant.Order;
    public override double? StiffnessLimit => Scheme.SecondRowAtEnd < 0 ? null : Tableau.RealStabilityLimit;
    internal override int ErrorExponent => Tableau.ErrorOrder + 1;

    int IStepSchedule.MaxCarried => Scheme.Carried;
    int IStepSchedule.MaxNew => Scheme.New;
    StepScheme IStepSchedule.Next(ReadOnlySpan<double> nodes, double step) => Scheme;

    internal override IStepSchedule NewSchedule(SolveSettings settings) => this;
}
