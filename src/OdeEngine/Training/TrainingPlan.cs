using System.Collections.Immutable;
using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Solvers;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Training;

/// <summary>Everything that determines a training run. The same plan gives the same numbers, whoever runs it, in one piece or resumed; another device, numbers that differ by rounding.</summary>
public sealed record TrainingPlan
{
    public required WorkloadSettings Workload { get; init; }
    public required ModelSettings Model { get; init; }
    public required OptimizerSettings Optimizer { get; init; }
    public required SolveSettings Solve { get; init; }
    public required GradientSettings Gradient { get; init; }
    public required int Iterations { get; init; }
    /// <summary>An observation every so many iterations, and after the last.</summary>
    public required int ReportEvery { get; init; }
    /// <summary>
    /// The gradient is audited at the first observed iteration at or after every multiple of this; null: never. It changes no number of the run.
    /// </summary>
    public int? AuditEvery { get; init; }
    public ScalarType ElementType { get; init; } = ScalarType.Float32;
    public required ulong Seed { get; init; }
    public ComputeDevice Device { get; init; } = ComputeDevice.Processor;
    /// <summary>Training time allowed, all attempts together; null: no limit.</summary>
    public TimeSpan? TimeLimit { get; init; }
    /// <summary>Threads that one libtorch operation may be split over. Above 1 only networks beyond the managed kernels are faster, and the last digits may differ from those of 1.</summary>
    public int IntraOpThreads { get; init; } = 1;

    /// <param name="iteration">From 1.</param>
    internal bool ReportsAt(int iteration) => iteration % ReportEvery == 0 || iteration == Iterations;

    /// <param name="iteration">From 1.</param>
    internal bool AuditsAt(int iteration)
    {
        if (AuditEvery is not { } every || !ReportsAt(iteration))
            return false;
        var reportBefore = (iteration - 1) / ReportEvery * ReportEvery;
        return iteration / every > reportBefore / every;
    }
}

/// <summary>What is learned from what.</summary>
public abstract record WorkloadSettings
{
    private WorkloadSettings() { }

    /// <summary>Cubic spiral y' = y³A of torchdiffeq's demo: batches of short pieces of one long true curve.</summary>
    public sealed record CubicSpiral(int Points, double EndTime, int Batch, int BatchTimes) : WorkloadSettings;

    /// <summary>Columns of a CSV over a time column, whole trajectory from the first row.</summary>
    /// <param name="File">Absolute path.</param>
    public sealed record Series(string File, string TimeColumn, ImmutableArray<string> Columns, SeriesTransform Transform, double TrainFraction, double ValidationFraction) : WorkloadSettings
    {
        /// <summary>Hide the end of the training part at first and let it grow; see docs/sweep-file.md. Null: whole from the start.</summary>
        public HorizonSettings? Horizon { get; init; }
    }
}

/// <summary>Train on the first <paramref name="StartFraction"/> of the training times, growing linearly to all of them at <paramref name="FullAtFraction"/> of the iterations.</summary>
public sealed record HorizonSettings(double StartFraction, double FullAtFraction);

public enum SeriesTransform { None, Log, Standardize }

public abstract record ModelSettings
{
    private ModelSettings() { }

    /// <summary>f(t, h) = MLP(h): dense layers with one elementwise activation between them, none at the end.</summary>
    /// <param name="Hidden">Widths of the hidden layers.</param>
    /// <param name="Power">Elementwise power applied to h before the first layer (the cubic spiral uses 3).</param>
    /// <param name="TimeInput">Append t to the input of the first layer.</param>
    public sealed record Mlp(ImmutableArray<int> Hidden, ActivationKind Activation, int Power, bool TimeInput) : ModelSettings
    {
        /// <summary>Extra state features that start at zero (augmented Neural ODE, Dupont et al. 2019).</summary>
        public int Augment { get; init; }
    }
}

public enum ActivationKind { Tanh, Softplus, Relu, Sigmoid, Silu, Elu }

public abstract record OptimizerSettings(double LearningRate)
{
    public sealed record Sgd(double LearningRate, double Momentum) : OptimizerSettings(LearningRate);
    public sealed record RmsProp(double LearningRate, double Decay, double Epsilon) : OptimizerSettings(LearningRate);
    public sealed record Adam(double LearningRate, double Beta1, double Beta2, double Epsilon) : OptimizerSettings(LearningRate);
    public sealed record AdamW(double LearningRate, double Beta1, double Beta2, double Epsilon, double WeightDecay) : OptimizerSettings(LearningRate);
}
