using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.OdeEngine.Training;

namespace Orchestrator.Grains.Decisions.Specs;

/// <summary>How a series is changed before training.</summary>
internal static class SeriesTransforms
{
    public const string None = "none";
    public const string Log = "log";
    public const string Standardize = "standardize";

    public static ImmutableArray<string> All { get; } = [None, Log, Standardize];
}

/// <summary>A workload as sweep files name it.</summary>
internal sealed record WorkloadName(string Name, string Description);

/// <summary>All workloads.</summary>
internal static class WorkloadNames
{
    public const string Series = "series";
    public const string CubicSpiral = "cubic-spiral";

    public static ImmutableArray<WorkloadName> All { get; } =
    [
        new(Series, "Columns of a CSV file over a time column, learned as one trajectory from the first row."),
        new(CubicSpiral, "The cubic spiral y' = y³A of torchdiffeq's ode_demo, learned from short pieces of one true curve."),
    ];
}

/// <summary>Names that sweep files use for what the engine and the contracts have as types.</summary>
internal static class SpecNames
{
    public static ImmutableArray<string> Solvers() => [.. OdeSolvers.All.Select(solver => solver.Name)];

    public static ImmutableArray<string> Gradients() => [.. GradientMethods.All.Select(method => method.Name)];

    public static ImmutableArray<string> Activations() => [.. Enum.GetNames<ActivationKind>().Select(name => name.ToLowerInvariant())];

    public static ImmutableArray<string> Optimizers { get; } = ["adam", "adamw", "rmsprop", "sgd"];

    public static ImmutableArray<string> Controllers { get; } = ["i", "pi", "pid"];

    public static ImmutableArray<string> Precisions { get; } = ["float32", "float64"];

    public static ImmutableArray<string> Devices { get; } = [ResourceNeed.AnyDevice, "cpu", "cuda", ResourceNeed.External];

    /// <summary>device-lost for DeviceLost.</summary>
    public static string Of(FailureCause cause)
        => string.Concat(cause.ToString().Select((letter, index) => char.IsUpper(letter) && index > 0 ? $"-{char.ToLowerInvariant(letter)}" : char.ToLowerInvariant(letter).ToString()));

    /// <summary>Causes that another attempt may cure. The others are results: the same again would fail the same.</summary>
    public static ImmutableArray<FailureCause> Retryable { get; } =
        [FailureCause.DeviceLost, FailureCause.OutOfMemory, FailureCause.WorkloadError, FailureCause.Internal];
}
