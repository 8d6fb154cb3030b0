using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.OdeEngine.Solvers;
using static Orchestrator.Grains.Decisions.Specs.Keys.KeyForms;

namespace Orchestrator.Grains.Decisions.Specs.Keys;

/// <summary>solver and gradient: how the equation is integrated and differentiated.</summary>
internal static class SolverKeys
{
    public const string Method = "solver.method";
    public const string StepSize = "solver.step_size";
    public const string MinStep = "solver.min_step";
    public const string MaxStep = "solver.max_step";
    public const string FirstStep = "solver.first_step";
    public const string GradientMethod = "gradient.method";
    public const string Seminorm = "gradient.seminorm";
    public const string AuditEvery = "gradient.audit_every";

    private const string Adaptive = "solver.adaptive";
    private const string Backwards = "gradient.solves_backwards";
    private const string OdeintSource = "torchdiffeq's odeint";

    public static ImmutableArray<SpecKey> All { get; } =
    [
        Key(Method, OneOf(SpecNames.Solvers), "The integration method.", OdeintSource, null, solver => Text(solver.Method), (solver, value) => solver with { Method = value.Text() }),
        Key("solver.rtol", Tolerance, "Relative tolerance: a step's error stays below atol + rtol × the size of the state.", OdeintSource, Adaptive, solver => Number(solver.RelativeTolerance), (solver, value) => solver with { RelativeTolerance = value.Number() }) with { MayChange = true },
        Key("solver.atol", Tolerance, "Absolute tolerance.", OdeintSource, Adaptive, solver => Number(solver.AbsoluteTolerance), (solver, value) => solver with { AbsoluteTolerance = value.Number() }) with { MayChange = true },
        Key(StepSize, Step, "Step of a fixed-step method, in units of time; such a method needs it.", "there is no sound guess", "not solver.adaptive", solver => Number(solver.StepSize), (solver, value) => solver with { StepSize = value.NumberOrNone() }) with { MayChange = true, Nullable = true, DefaultText = "none" },
        Key(FirstStep, Step, "First step.", "chosen from the problem: Hairer, Nørsett and Wanner I, II.4", Adaptive, solver => Number(solver.FirstStep), (solver, value) => solver with { FirstStep = value.NumberOrNone() }) with { Nullable = true, DefaultText = "automatic" },
        Key(MinStep, new ValueKind.Number(NumberRange.NotNegative), "A smaller step ends the run with step-size-underflow.", "only the resolution of time limits it", Adaptive, solver => Number(solver.MinStep), (solver, value) => solver with { MinStep = value.Number() }),
        Key(MaxStep, Step, "Longest step.", "as in torchdiffeq", Adaptive, solver => Number(solver.MaxStep), (solver, value) => solver with { MaxStep = value.NumberOrNone() }) with { Nullable = true, DefaultText = "unlimited" },
        Key("solver.max_steps", Counting(1), "Attempted steps of one solve; more end the run with max-steps.", "beyond any sound solve", null, solver => Whole(solver.MaxSteps), (solver, value) => solver with { MaxSteps = value.Count() }),
        Key("solver.controller", OneOf(SpecNames.Controllers), "Step-size control: integral, proportional-integral, or with a derivative part.", "torchdiffeq's controller", Adaptive, solver => Text(solver.Controller), (solver, value) => solver with { Controller = value.Text() }),
        Key("solver.order", Counting(1, SolveSettings.MaxAdamsOrder), "Order of an Adams method.", "torchdiffeq's Adams methods", "solver.has_order", solver => Whole(solver.Order), (solver, value) => solver with { Order = value.Count() }),
        Key("solver.independent_steps", new ValueKind.Flag(), "Whether each sample of a batch chooses its own steps.", "one step for all, as in torchdiffeq", Adaptive, solver => Flag(solver.IndependentSteps), (solver, value) => solver with { IndependentSteps = value.Flag() }),
        OfGradient(GradientMethod, OneOf(SpecNames.Gradients), "How gradients are computed.", OdeintSource, null, gradient => Text(gradient.Method), (gradient, value) => gradient with { Method = value.Text() }),
        OfGradient("gradient.rtol", Tolerance, "Relative tolerance of the backward solve.", "that of the solver", Backwards, gradient => Number(gradient.RelativeTolerance), (gradient, value) => gradient with { RelativeTolerance = value.NumberOrNone() }) with { MayChange = true, Nullable = true, DefaultText = "solver.rtol" },
        OfGradient("gradient.atol", Tolerance, "Absolute tolerance of the backward solve.", "that of the solver", Backwards, gradient => Number(gradient.AbsoluteTolerance), (gradient, value) => gradient with { AbsoluteTolerance = value.NumberOrNone() }) with { MayChange = true, Nullable = true, DefaultText = "solver.atol" },
        OfGradient(Seminorm, new ValueKind.Flag(), "Leave the parameter integral out of the backward error norm (Kidger, Chen and Lyons 2021).", "off, as in torchdiffeq", Backwards, gradient => Flag(gradient.Seminorm), (gradient, value) => gradient with { Seminorm = value.Flag() }),
        OfGradient(AuditEvery, Counting(1), "Iterations between two audits of the gradient, each at the next report: its error beside float64 and tight tolerances.", "an audit takes as long as many iterations", null, gradient => Whole((long?)gradient.AuditEvery), (gradient, value) => gradient with { AuditEvery = value is null ? null : value.Count() })
            with { CanVary = false, Nullable = true, DefaultText = "never", Example = "100" },
    ];

    private static ValueKind.Number Tolerance => new(NumberRange.Positive);
    private static ValueKind.Number Step => new(NumberRange.Positive);

    private static SpecKey Key(
        string path, ValueKind kind, string description, string source, string? appliesWhen, Func<SolverChoice, ParameterValue?> get, Func<SolverChoice, ParameterValue?, SolverChoice> set)
        => new(path, kind, description)
        {
            CanVary = true,
            DefaultSource = source,
            AppliesWhen = appliesWhen,
            Example = "0.1",
            Get = spec => get(spec.Base.Solver),
            Set = (spec, value) => spec with { Base = spec.Base with { Solver = set(spec.Base.Solver, value) } },
        };

    private static SpecKey OfGradient(
        string path, ValueKind kind, string description, string source, string? appliesWhen, Func<GradientChoice, ParameterValue?> get, Func<GradientChoice, ParameterValue?, GradientChoice> set)
        => new(path, kind, description)
        {
            CanVary = true,
            DefaultSource = source,
            AppliesWhen = appliesWhen,
            Example = "1e-6",
            Get = spec => get(spec.Base.Gradient),
            Set = (spec, value) => spec with { Base = spec.Base with { Gradient = set(spec.Base.Gradient, value) } },
        };
}
