using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Orchestrator.Grains.Interfaces.Specs;

/// <summary>All settings of one training run, names resolved against the catalogues and values checked. The executor translates it to the engine's plan.</summary>
[GenerateSerializer, Immutable, Alias("run-settings")]
public sealed record RunSettings(WorkloadChoice Workload, ModelChoice Model, TrainingChoice Training, SolverChoice Solver, GradientChoice Gradient);

[GenerateSerializer, Immutable, Alias("workload-choice")]
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(CubicSpiral), "cubic-spiral"), JsonDerivedType(typeof(Series), "series")]
public abstract record WorkloadChoice
{
    private WorkloadChoice() { }

    [GenerateSerializer, Immutable, Alias("workload-choice.cubic-spiral")]
    public sealed record CubicSpiral(int Points, double EndTime, int Batch, int BatchTimes) : WorkloadChoice;

    /// <param name="File">Absolute path on the machine that runs it.</param>
    /// <param name="Transform">none, log or standardize.</param>
    [GenerateSerializer, Immutable, Alias("workload-choice.series")]
    public sealed record Series(string File, string TimeColumn, ImmutableArray<string> Columns, string Transform, double TrainFraction, double ValidationFraction) : WorkloadChoice;
}

[GenerateSerializer, Immutable, Alias("model-choice")]
public sealed record ModelChoice(string Kind, ImmutableArray<int> Hidden, string Activation, int InputPower, bool TimeInput, int Augment);

/// <param name="Precision">float32 or float64.</param>
/// <param name="HorizonStart">Fraction of the training times seen at first; 1: all.</param>
/// <param name="HorizonFullAt">Fraction of the iterations after which all are seen.</param>
[GenerateSerializer, Immutable, Alias("training-choice")]
public sealed record TrainingChoice(int Iterations, int ReportEvery, string Precision, OptimizerChoice Optimizer, double HorizonStart, double HorizonFullAt, TimeSpan CheckpointEvery);

/// <param name="Kind">adam, adamw, rmsprop or sgd; parameters that a kind lacks are ignored.</param>
[GenerateSerializer, Immutable, Alias("optimizer-choice")]
public sealed record OptimizerChoice(string Kind, double LearningRate, double Beta1, double Beta2, double Epsilon, double WeightDecay, double Momentum, double Decay);

/// <param name="Controller">i, pi or pid.</param>
[GenerateSerializer, Immutable, Alias("solver-choice")]
public sealed record SolverChoice(
    string Method, double RelativeTolerance, double AbsoluteTolerance, double? StepSize, double? FirstStep, double MinStep, double? MaxStep,
    int MaxSteps, string Controller, int Order, bool IndependentSteps);

/// <summary>Null tolerances: those of the solver.</summary>
[GenerateSerializer, Immutable, Alias("gradient-choice")]
public sealed record GradientChoice(string Method, double? RelativeTolerance, double? AbsoluteTolerance, bool Seminorm)
{
    /// <summary>The gradient is audited at the first reported iteration at or after every multiple of this; null: never.</summary>
    [Id(0)] public int? AuditEvery { get; init; }
}
