using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.OdeEngine.Solvers;

namespace Orchestrator.Grains.Decisions.Specs;

/// <summary>What a sweep file leaves out. Each constant says where it comes from; <see cref="SpecKey.DefaultSource"/> says it to users.</summary>
internal static class SpecDefaults
{
    /// <summary>torchdiffeq's ode_demo: 1000 points on [0, 25], batches of 20 pieces of 10 points.</summary>
    public static WorkloadChoice.CubicSpiral Spiral { get; } = new(Points: 1000, EndTime: 25, Batch: 20, BatchTimes: 10);

    /// <summary>Everything is trained on unless the file holds rows out.</summary>
    public const double TrainFraction = 1;
    public const double ValidationFraction = 0;

    public static WorkloadChoice.Series Series { get; } = new("", "", [], SeriesTransforms.None, TrainFraction, ValidationFraction);

    /// <summary>torchdiffeq's ode_demo: one hidden layer of 50 with tanh.</summary>
    public static ModelChoice Model { get; } = new("mlp", [50], "tanh", InputPower: 1, TimeInput: false, Augment: 0);

    /// <summary>Adam: Kingma and Ba 2015; weight decay: Loshchilov and Hutter 2019 as PyTorch has it; decay of RMSprop: PyTorch's alpha.</summary>
    public static OptimizerChoice Optimizer { get; } = new(
        "adam", LearningRate: 1e-3, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8, WeightDecay: 0.01, Momentum: 0, Decay: 0.99);

    /// <summary>torchdiffeq's ode_demo: 2000 iterations with a report every 20.</summary>
    public const int Iterations = 2000;
    public const int ReportEvery = 20;
    /// <summary>At most this much work is lost when a machine dies.</summary>
    public static TimeSpan CheckpointEvery { get; } = TimeSpan.FromSeconds(10);

    public static TrainingChoice Training { get; } = new(Iterations, ReportEvery, "float32", Optimizer, HorizonStart: 1, HorizonFullAt: 0.5, CheckpointEvery);

    /// <summary>torchdiffeq's odeint: dopri5, rtol 1e-7, atol 1e-9, integral controller.</summary>
    public static SolverChoice Solver { get; } = new(
        "dopri5", SolveSettings.DefaultRelativeTolerance, SolveSettings.DefaultAbsoluteTolerance, StepSize: null, FirstStep: null, MinStep: 0, MaxStep: null,
        SolveSettings.DefaultMaxSteps, "i", SolveSettings.DefaultAdamsOrder, IndependentSteps: false);

    /// <summary>Exact gradients of the computed solution; what torchdiffeq's odeint does.</summary>
    public static GradientChoice Gradient { get; } = new("direct", null, null, Seminorm: false);

    /// <summary>Faults of machines deserve another attempt; results do not.</summary>
    public static ImmutableDictionary<FailureCause, int> Retries { get; } = ImmutableDictionary.CreateRange(
        [KeyValuePair.Create(FailureCause.DeviceLost, 3), KeyValuePair.Create(FailureCause.OutOfMemory, 1), KeyValuePair.Create(FailureCause.Internal, 1)]);

    /// <summary>Longer than an iteration should take on anything; a device that hangs costs at most so much.</summary>
    public static TimeSpan HungAfter { get; } = TimeSpan.FromMinutes(30);

    /// <summary>Every default, with this workload.</summary>
    public static SweepSpec Spec(WorkloadChoice workload) => new(
        Name: "",
        new RunSettings(workload, Model, Training, Solver, Gradient),
        Space: [],
        new SearchPlan("grid", null, [], Seed: 0),
        Seeds: [0],
        Objectives: [],
        new Budget(null, null, null, null),
        new ResourceNeed(ResourceNeed.AnyDevice, 1, false),
        new FailurePolicy(OnFailure.Continue, Retries) { HungAfter = HungAfter },
        ResolvedYaml: "",
        Fingerprint: "",
        Remarks: []);

    /// <summary>A spec of the workload that has this key.</summary>
    public static SweepSpec ForKey(SpecKey key) => key.AppliesWhen == WorkloadKeys.OnSpiral ? Spec(Spiral) : Spec(Series);
}
