using System.Runtime.InteropServices;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.OdeEngine;
using Orchestrator.OdeEngine.Training;

namespace Orchestrator.Grains.Running;

/// <summary>Why the engine did not finish, as a cause for the orchestrator and a message for people.</summary>
internal static class EngineFailures
{
    public static Outcome.Failed Of(TrainingEnd.SolveFailed end)
    {
        var f = end.Failure;
        var (cause, what) = f.Status switch
        {
            SolveStatus.StepSizeUnderflow => (FailureCause.StepSizeUnderflow, "the step size fell below its minimum"),
            SolveStatus.MaxStepsReached => (FailureCause.MaxSteps, "the allowed number of steps was used up"),
            SolveStatus.NonFinite => (FailureCause.NonFinite, "the vector field answered NaN or infinity"),
            SolveStatus.NonlinearDivergence => (FailureCause.NonlinearDivergence, "the implicit step's iteration did not converge"),
            _ => (FailureCause.Internal, $"the solve ended with {f.Status}"),
        };
        var stiffness = double.IsNaN(f.StiffnessEstimate) ? "" : $", stiffness |h·λ| ≈ {f.StiffnessEstimate:G3}";
        return new Outcome.Failed(cause,
            $"{what} in the {end.Pass} solve of iteration {end.Iteration}: t = {f.Time:G6}, dt = {f.Step:G3}, error/tolerance = {f.ErrorRatio:G3}, "
            + $"|y| = {f.StateNorm:G3}, |f| = {f.SlopeNorm:G3}{stiffness}. {f.Hint}");
    }

    public static Outcome.Failed Of(TrainingEnd.LossNotFinite end) => new(FailureCause.LossNonFinite,
        $"the loss is not finite at iteration {end.Iteration} (last finite loss: {(end.LastFiniteLoss is { } loss ? $"{loss:G6}" : "none")}). "
        + "A smaller learning rate or a tighter tolerance usually helps.");

    public static Outcome.Failed Of(TrainingEnd.TimedOut end) => new(FailureCause.TimedOut,
        $"the run's time budget of {end.Limit:c} was used up at iteration {end.Iteration}. Raise the budget per run or lower training.iterations.");

    /// <summary>Null: nobody expected it; the caller reports it as internal.</summary>
    public static Outcome.Failed? Of(Exception error, Observation? last) => error switch
    {
        OutOfMemoryException => OutOfMemory(FirstLine(error.Message), last),
        ExternalException when SaysOutOfMemory(error.Message) => OutOfMemory(FirstLine(error.Message), last),
        ExternalException when SaysDeviceBroke(error.Message) => DeviceLost(FirstLine(error.Message), last),
        IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException or FormatException or NotSupportedException
            => new Outcome.Failed(FailureCause.WorkloadError, $"{error.Message}\n{error}"),
        _ => null,
    };

    /// <param name="detail">Who says so.</param>
    public static Outcome.Failed OutOfMemory(string detail, Observation? last) => new(FailureCause.OutOfMemory,
        $"memory ran out after iteration {last?.Iteration ?? 0} (engine's peak so far: {(last is null ? "unknown" : $"{last.EnginePeakBytes} bytes")}). "
        + $"gradient.method checkpointed is exact and its memory grows with the root of the number of steps only, that of adjoint does not grow; smaller batches help too. {detail}");

    /// <param name="detail">Who says so.</param>
    public static Outcome.Failed DeviceLost(string detail, Observation? last) => new(FailureCause.DeviceLost,
        $"the device computes no more after iteration {last?.Iteration ?? 0}; the run goes on elsewhere while retries last. {detail}");

    /// <summary>The words with which CUDA and its libraries begin. Most of their errors leave nothing that a process could still do on the device.</summary>
    private static bool SaysDeviceBroke(string message)
        => message.Contains("CUDA error", StringComparison.Ordinal) || message.Contains("CUDA driver error", StringComparison.Ordinal)
            || message.Contains("CUBLAS_STATUS_", StringComparison.Ordinal) || message.Contains("CUSOLVER_STATUS_", StringComparison.Ordinal);

    /// <summary>The words of libtorch's allocators for the processor and for CUDA, of C++ and of .NET.</summary>
    public static bool SaysOutOfMemory(string message)
        => message.Contains("not enough memory", StringComparison.OrdinalIgnoreCase)
            || message.Contains("can't allocate memory", StringComparison.OrdinalIgnoreCase)
            || message.Contains("std::bad_alloc", StringComparison.Ordinal)
            || message.Contains("out of memory", StringComparison.OrdinalIgnoreCase);

    private static string FirstLine(string text) => text.Split('\n', 2)[0];
}
