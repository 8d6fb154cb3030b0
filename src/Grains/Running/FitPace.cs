namespace Orchestrator.Grains.Running;

/// <summary>When a training run makes its fit for those who look: on order only, and never for more than a hundredth of its time.</summary>
internal sealed class FitPace(TimeProvider time)
{
    private const int ShareOfTime = 100;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(2);

    private volatile bool _isOrdered;
    private long _beganAt;
    private long _endedAt;
    private TimeSpan? _pause;

    /// <summary>Pump: one fit is wanted.</summary>
    public void Order() => _isOrdered = true;

    /// <summary>Training thread. True: the fit is made now, and <see cref="End"/> follows.</summary>
    public bool Begin()
    {
        if (!_isOrdered || (_pause is { } pause && time.GetElapsedTime(_endedAt) < pause)) return false;
        _isOrdered = false;
        _beganAt = time.GetTimestamp();
        return true;
    }

    /// <summary>Training thread.</summary>
    public void End()
    {
        _endedAt = time.GetTimestamp();
        var spaced = ShareOfTime * time.GetElapsedTime(_beganAt, _endedAt);
        _pause = spaced > ShortestPause ? spaced : ShortestPause;
    }
}
