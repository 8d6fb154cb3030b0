using Microsoft.Extensions.Logging;

namespace Orchestrator.Grains.Actors;

internal static partial class ActorLog
{
    [LoggerMessage(1, LogLevel.Warning, "{Actor}: {Effect} did not succeed and will be repeated")]
    public static partial void EffectFailed(this ILogger log, Exception error, string actor, string? effect);

    [LoggerMessage(2, LogLevel.Warning, "{Actor}: the outbox was interrupted; the rest follows when the actor is loaded again")]
    public static partial void OutboxInterrupted(this ILogger log, Exception error, string actor);

    [LoggerMessage(3, LogLevel.Warning, "Run {Run}: {What} of attempt {Attempt}, lease {Epoch}, came too late and changes nothing")]
    public static partial void TooLate(this ILogger log, string run, string what, int attempt, long epoch);

    [LoggerMessage(4, LogLevel.Debug, "Run {Run}: {Phase} in attempt {Attempt}")]
    public static partial void RunMoved(this ILogger log, string run, string phase, int attempt);

    [LoggerMessage(10, LogLevel.Information, "Run {Run}: over after attempt {Attempt}")]
    public static partial void RunOver(this ILogger log, string run, int attempt);

    [LoggerMessage(5, LogLevel.Information, "Sweep {Sweep}: {Status} after {Finished} runs {Reason}")]
    public static partial void SweepMoved(this ILogger log, string sweep, string status, long finished, string? reason);

    [LoggerMessage(6, LogLevel.Warning, "Worker lost: run {Run}, attempt {Attempt}, lease {Epoch} on {Worker}")]
    public static partial void LeaseLost(this ILogger log, string run, int attempt, long epoch, string worker);

    [LoggerMessage(7, LogLevel.Warning, "Pool: {Effect} did not reach its run and will be repeated")]
    public static partial void PoolEffectFailed(this ILogger log, Exception error, string effect);

    [LoggerMessage(8, LogLevel.Warning, "Supervisor: sweep {Sweep} could not be woken; the next tick tries again")]
    public static partial void WakeFailed(this ILogger log, Exception error, string sweep);

    [LoggerMessage(9, LogLevel.Warning, "The supervisor did not answer; the next tick tries again")]
    public static partial void TickFailed(this ILogger log, Exception error);
}
