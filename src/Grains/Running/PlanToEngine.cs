using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.OdeEngine.StepSize;
using Orchestrator.OdeEngine.Training;
using TorchSharp;

namespace Orchestrator.Grains.Running;

/// <summary>The single translation from a run's settings to the engine's plan. Settings without a meaning for the chosen methods are left out.</summary>
internal sealed class PlanToEngine : IPlanTranslator
{
    TrainingPlan IPlanTranslator.Translate(RunPlan plan) => Translate(plan);

    /// <exception cref="ArgumentException">A name is unknown: the plan comes from another version.</exception>
    public static TrainingPlan Translate(RunPlan plan) => new()
    {
        Workload = Workload(plan.Settings.Workload, plan.Settings.Training),
        Model = Model(plan.Settings.Model),
        Optimizer = Optimizer(plan.Settings.Training.Optimizer),
        Solve = Solve(plan.Settings.Solver),
        Gradient = Gradient(plan.Settings.Gradient),
        Iterations = plan.Settings.Training.Iterations,
        ReportEvery = plan.Settings.Training.ReportEvery,
        AuditEvery = plan.Settings.Gradient.AuditEvery,
        ElementType = Named(_precisions, plan.Settings.Training.Precision, "precision"),
        Seed = plan.Seed,
        TimeLimit = plan.TimeLimit,
    };

    /// <summary>The engine's settings of a series, without those of training.</summary>
    public static WorkloadSettings.Series Series(WorkloadChoice.Series series) => new(
        series.File, series.TimeColumn, series.Columns, Named(_transforms, series.Transform, "transform"), series.TrainFraction, series.ValidationFraction);

    private static readonly ImmutableDictionary<string, torch.ScalarType> _precisions = ImmutableDictionary.CreateRange(
        [KeyValuePair.Create("float32", torch.ScalarType.Float32), KeyValuePair.Create("float64", torch.ScalarType.Float64)]);

    private static readonly ImmutableDictionary<string, SeriesTransform> _transforms =
        Enum.GetValues<SeriesTransform>().ToImmutableDictionary(transform => transform.ToString().ToLowerInvariant());

    private static readonly ImmutableDictionary<string, ActivationKind> _activations =
        Enum.GetValues<ActivationKind>().ToImmutableDictionary(activation => activation.ToString().ToLowerInvariant());

    private static readonly ImmutableDictionary<string, ControllerSettings> _controllers = ImmutableDictionary.CreateRange(
    [
        KeyValuePair.Create("i", ControllerSettings.Integral),
        KeyValuePair.Create("pi", ControllerSettings.ProportionalIntegral),
        KeyValuePair.Create("pid", ControllerSettings.ProportionalIntegralDerivative),
    ]);

    private static readonly ImmutableDictionary<string, Func<OptimizerChoice, OptimizerSettings>> _optimizers = ImmutableDictionary.CreateRange<string, Func<OptimizerChoice, OptimizerSettings>>(
    [
        new("adam", choice => new OptimizerSettings.Adam(choice.LearningRate, choice.Beta1, choice.Beta2, choice.Epsilon)),
        new("adamw", choice => new OptimizerSettings.AdamW(choice.LearningRate, choice.Beta1, choice.Beta2, choice.Epsilon, choice.WeightDecay)),
        new("rmsprop", choice => new OptimizerSettings.RmsProp(choice.LearningRate, choice.Decay, choice.Epsilon)),
        new("sgd", choice => new OptimizerSettings.Sgd(choice.LearningRate, choice.Momentum)),
    ]);

    private static WorkloadSettings Workload(WorkloadChoice workload, TrainingChoice training) => workload switch
    {
        WorkloadChoice.CubicSpiral spiral => new WorkloadSettings.CubicSpiral(spiral.Points, spiral.EndTime, spiral.Batch, spiral.BatchTimes),
        WorkloadChoice.Series series => Series(series) with { Horizon = training.HorizonStart < 1 ? new HorizonSettings(training.HorizonStart, training.HorizonFullAt) : null },
        _ => throw new ArgumentException($"The workload {workload.GetType().Name} is unknown to this version."),
    };

    private static ModelSettings.Mlp Model(ModelChoice model)
        => new(model.Hidden, Named(_activations, model.Activation, "activation"), model.InputPower, model.TimeInput) { Augment = model.Augment };

    private static OptimizerSettings Optimizer(OptimizerChoice choice) => Named(_optimizers, choice.Kind, "optimizer")(choice);

    private static SolveSettings Solve(SolverChoice choice)
    {
        var solver = OdeSolvers.All.FirstOrDefault(each => each.Name == choice.Method) ?? throw Unknown("solver", choice.Method, OdeSolvers.All.Select(each => each.Name));
        var settings = new SolveSettings { Solver = solver, MaxSteps = choice.MaxSteps, AdamsOrder = solver.HasOrderOption ? choice.Order : null };
        return !solver.IsAdaptive
            ? settings with { StepSize = choice.StepSize }
            : settings with
            {
                RelativeTolerance = choice.RelativeTolerance,
                AbsoluteTolerance = choice.AbsoluteTolerance,
                FirstStep = choice.FirstStep,
                MinStep = choice.MinStep,
                MaxStep = choice.MaxStep ?? double.PositiveInfinity,
                Controller = Named(_controllers, choice.Controller, "controller"),
                Batch = choice.IndependentSteps ? BatchStepping.Independent : BatchStepping.Shared,
            };
    }

    private static GradientSettings Gradient(GradientChoice choice)
    {
        var method = GradientMethods.All.FirstOrDefault(each => each.Name == choice.Method) ?? throw Unknown("gradient method", choice.Method, GradientMethods.All.Select(each => each.Name));
        return method.SolvesBackwards
            ? new GradientSettings { Method = method, RelativeTolerance = choice.RelativeTolerance, AbsoluteTolerance = choice.AbsoluteTolerance, Seminorm = choice.Seminorm }
            : new GradientSettings { Method = method };
    }

    private static T Named<T>(ImmutableDictionary<string, T> known, string name, string what)
        => known.TryGetValue(name, out var found) ? found : throw Unknown(what, name, known.Keys.Order(StringComparer.Ordinal));

    private static ArgumentException Unknown(string what, string name, IEnumerable<string> known)
        => new($"The {what} '{name}' is unknown to this version; it knows {string.Join(", ", known)}.");
}
