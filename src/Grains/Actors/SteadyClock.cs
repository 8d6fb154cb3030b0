namespace Orchestrator.Grains.Actors;

/// <summary>
/// The time of day as it was when somebody began to count, and what has passed since on the monotonic clock. For durations between readings: a machine's
/// time that is set forward must not make every worker look silent, and one that is set back must not hide that one is.
/// </summary>
internal sealed class SteadyClock(TimeProvider time)
{
    private readonly DateTimeOffset _began = time.GetUtcNow();
    private readonly long _beganAt = time.GetTimestamp();

    public DateTimeOffset Now => _began + time.GetElapsedTime(_beganAt);
}
