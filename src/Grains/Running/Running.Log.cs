using Microsoft.Extensions.Logging;

namespace Orchestrator.Grains.Running;

internal static partial class RunningLog
{
    [LoggerMessage(101, LogLevel.Error, "The executor failed in {Attempt}")]
    public static partial void ExecutorFailed(this ILogger log, Exception error, string attempt);

    [LoggerMessage(102, LogLevel.Warning, "Run {Run}: the checkpoint at iteration {Iteration} {Problem}")]
    public static partial void CheckpointUnusable(this ILogger log, string run, int iteration, string problem);

    [LoggerMessage(103, LogLevel.Warning, "Run {Run}: a report of attempt {Attempt} was not acknowledged and goes again")]
    public static partial void ReportFailed(this ILogger log, Exception error, string run, int attempt);

    [LoggerMessage(104, LogLevel.Debug, "Not acknowledged; asking again")]
    public static partial void Repeating(this ILogger log, Exception error);

    [LoggerMessage(105, LogLevel.Warning, "Run {Run}: attempt {Attempt} (lease {Epoch}) went down before its run had acknowledged its end")]
    public static partial void AttemptLost(this ILogger log, Exception error, string run, int attempt, long epoch);

    [LoggerMessage(106, LogLevel.Warning, "The pool did not answer a hello; the next one follows")]
    public static partial void HelloFailed(this ILogger log, Exception error);

    [LoggerMessage(108, LogLevel.Warning, "Device process {Process}: {Line}")]
    public static partial void DeviceProcessSaid(this ILogger log, int process, string line);

    [LoggerMessage(109, LogLevel.Error, "{Device} does not compute any more and is offered no longer until this silo starts again: {Defect}")]
    public static partial void DeviceDefective(this ILogger log, string device, string defect);

    [LoggerMessage(107, LogLevel.Warning, "Stopping without waiting longer for {Count} attempts; they go on from their last checkpoint")]
    public static partial void DrainIncomplete(this ILogger log, Exception error, int count);
}
