using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Running;
using Orchestrator.Grains.Tests.Specs;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.OdeEngine.StepSize;
using Orchestrator.OdeEngine.Training;
using TorchSharp;

namespace Orchestrator.Grains.Tests.Running;

public sealed class PlanToEngineTests
{
    private static TrainingPlan Translate(RunSettings settings)
        => PlanToEngine.Translate(new RunPlan(new RunId("s", 0, 0), 17, [], settings, new ResourceNeed("any", 1, false), TimeSpan.FromMinutes(3), ImmutableDictionary<FailureCause, int>.Empty));

    [Fact]
    public void Every_setting_of_an_adaptive_run_arrives()
    {
        var plan = Translate(SpecText.Read("""
            workload: { kind: cubic-spiral, points: 100, end_time: 5, batch: 4, batch_times: 6 }
            model: { hidden: [8, 9], activation: silu, input_power: 3, time_input: true, augment: 2 }
            training: { iterations: 70, report_every: 7, precision: float64, optimizer: { kind: adamw, learning_rate: 0.5, beta1: 0.1, beta2: 0.2, epsilon: 0.3, weight_decay: 0.4 } }
            solver: { method: tsit5, rtol: 0.01, atol: 0.02, first_step: 0.03, min_step: 0.001, max_step: 0.5, max_steps: 99, controller: pid, independent_steps: true }
            gradient: { method: adjoint, rtol: 0.1, atol: 0.2, seminorm: true, audit_every: 35 }
            """).Base);
        Assert.Equal(new WorkloadSettings.CubicSpiral(100, 5, 4, 6), plan.Workload);
        var mlp = (ModelSettings.Mlp)plan.Model;
        Assert.Equal([8, 9], mlp.Hidden);
        Assert.Equal((ActivationKind.Silu, 3, true, 2), (mlp.Activation, mlp.Power, mlp.TimeInput, mlp.Augment));
        Assert.Equal((70, 7, torch.ScalarType.Float64, 17UL, TimeSpan.FromMinutes(3)), (plan.Iterations, plan.ReportEvery, plan.ElementType, plan.Seed, plan.TimeLimit));
        Assert.Equal(35, plan.AuditEvery);
        Assert.Equal(new OptimizerSettings.AdamW(0.5, 0.1, 0.2, 0.3, 0.4), plan.Optimizer);
        Assert.Equal(new SolveSettings
        {
            Solver = OdeSolvers.All.Single(solver => solver.Name == "tsit5"),
            RelativeTolerance = 0.01,
            AbsoluteTolerance = 0.02,
            FirstStep = 0.03,
            MinStep = 0.001,
            MaxStep = 0.5,
            MaxSteps = 99,
            Controller = ControllerSettings.ProportionalIntegralDerivative,
            Batch = BatchStepping.Independent,
        }, plan.Solve);
        Assert.Equal(("adjoint", 0.1, 0.2, true), (plan.Gradient.Method.Name, plan.Gradient.RelativeTolerance, plan.Gradient.AbsoluteTolerance, plan.Gradient.Seminorm));
    }

    [Fact]
    public void What_a_method_lacks_is_left_out()
    {
        var plan = Translate(SpecText.Read(SpecText.Spiral + "solver: { method: rk4, step_size: 0.1, first_step: 0.2, order: 3 }\ngradient: { rtol: 0.1, seminorm: true }").Base);
        Assert.Equal(0.1, plan.Solve.StepSize);
        Assert.Null(plan.Solve.FirstStep);
        Assert.Null(plan.Solve.AdamsOrder);
        Assert.Null(plan.Gradient.RelativeTolerance);
        Assert.False(plan.Gradient.Seminorm);
        Assert.Null(plan.AuditEvery);
        Assert.Equal(3, Translate(SpecText.Read(SpecText.Spiral + "solver: { method: adams-bashforth, step_size: 0.1, order: 3 }").Base).Solve.AdamsOrder);
        Assert.Null(Translate(SpecText.Read(SpecText.Spiral + "solver: { step_size: 0.1 }").Base).Solve.StepSize);
    }

    [Theory]
    [InlineData("adam", typeof(OptimizerSettings.Adam)), InlineData("adamw", typeof(OptimizerSettings.AdamW)), InlineData("rmsprop", typeof(OptimizerSettings.RmsProp)), InlineData("sgd", typeof(OptimizerSettings.Sgd))]
    public void Every_optimizer_is_known(string kind, Type type)
        => Assert.IsType(type, Translate(SpecText.Read(SpecText.Spiral + $"training: {{ optimizer: {{ kind: {kind} }} }}").Base).Optimizer);

    [Fact]
    public void Every_name_that_a_file_can_have_is_translated()
    {
        var spec = SpecText.Read(SpecText.Spiral + """
            solver: { step_size: 0.1 }
            space:
              solver.method: [euler, midpoint, heun2, rk4, bosh3, dopri5, tsit5, dopri8, adams-bashforth, adams-moulton]
              gradient.method: [direct, adjoint]
              model.activation: [tanh, softplus, relu, sigmoid, silu, elu]
              training.precision: [float32, float64]
              training.optimizer.kind: [adam, adamw, rmsprop, sgd]
              solver.controller: { values: [i, pi, pid], when: solver.adaptive }

            """);
        Assert.Equal(10, OdeSolvers.All.Length);
        var count = (int)TrialCount.Of(spec).Trials!.Value;
        Assert.Equal((6 + 4 * 3) * 2 * 6 * 2 * 4, count);
        for (var number = 0; number < count; number += 7)
            Assert.NotNull(Translate(TrialSettings.Apply(spec, ((Suggestion.Point)Samplers.Grid.Suggest(spec, SearchHistory.Empty, number)).Assignment)));
    }

    [Fact]
    public void A_series_arrives_with_its_horizon()
    {
        var series = new WorkloadChoice.Series("/data/a.csv", "t", ["a", "b"], "log", 0.7, 0.3);
        var settings = SpecText.Read(SpecText.Spiral).Base;
        var whole = (WorkloadSettings.Series)Translate(settings with { Workload = series }).Workload;
        Assert.Equal(("/data/a.csv", "t", SeriesTransform.Log, 0.7, 0.3), (whole.File, whole.TimeColumn, whole.Transform, whole.TrainFraction, whole.ValidationFraction));
        Assert.Null(whole.Horizon);
        var growing = (WorkloadSettings.Series)Translate(settings with { Workload = series, Training = settings.Training with { HorizonStart = 0.3, HorizonFullAt = 0.6 } }).Workload;
        Assert.Equal(new HorizonSettings(0.3, 0.6), growing.Horizon);
    }

    [Fact]
    public void A_name_of_another_version_is_refused()
    {
        var settings = SpecText.Read(SpecText.Spiral).Base;
        var refused = Assert.Throws<ArgumentException>(() => Translate(settings with { Solver = settings.Solver with { Method = "radau9" } }));
        Assert.Contains("radau9", refused.Message, StringComparison.Ordinal);
        Assert.Contains("dopri5", refused.Message, StringComparison.Ordinal);
    }
}
