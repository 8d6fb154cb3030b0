using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Running;

/// <summary>What the training thread said and the pump has not taken yet.</summary>
/// <param name="Fit">The newest one.</param>
internal sealed record FeedContent(ImmutableArray<Observation> Observations, SavedCheckpoint? Checkpoint, LiveFit? Fit, Outcome? End);

/// <summary>Between the training thread and the pump. The thread only appends, under a lock that nobody holds for longer than an append.</summary>
internal sealed class AttemptFeed : IAttemptFeed
{
    private readonly Lock _lock = new();
    private readonly TimeSpan _checkpointEvery;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<Observation> _observations = [];
    private SavedCheckpoint? _checkpoint;
    private LiveFit? _fit;
    private Outcome? _end;
    private long _checkpointedAt;
    private long _aliveAt;
    private volatile int _stop;

    public AttemptFeed(TimeSpan checkpointEvery, RungWatch rungs, TimeProvider time)
    {
        (_checkpointEvery, Rungs, Fits, _time) = (checkpointEvery, rungs, new FitPace(time), time);
        _checkpointedAt = _aliveAt = time.GetTimestamp();
    }

    /// <summary>The feed of an attempt of this plan.</summary>
    /// <param name="nextRung">Resource level at which the run is judged next; null: nowhere.</param>
    public static AttemptFeed Of(RunPlan plan, double? nextRung, TimeProvider time)
        => new(plan.Settings.Training.CheckpointEvery, new RungWatch(plan.RungResource, nextRung), time) { StopsAtRungs = plan.HoldsAtRungs };

    public StopReason? Stop => _stop == 0 ? null : (StopReason)_stop;

    public bool CheckpointDue => _time.GetElapsedTime(_checkpointedAt) >= _checkpointEvery;

    /// <summary>Completes when the thread has ended.</summary>
    public Task Ended => _wake.Task;

    /// <summary>How long the thread has completed no iteration.</summary>
    public TimeSpan SilentFor => _time.GetElapsedTime(Volatile.Read(ref _aliveAt));

    public RungWatch Rungs { get; }

    public double? NextRung => Rungs.Level;

    public FitPace Fits { get; }

    /// <summary>The attempt ends where it is to be judged, with a checkpoint of that iteration.</summary>
    public bool StopsAtRungs { get; init; }

    public bool WantsReport(int iteration, long evaluations, TimeSpan elapsed)
    {
        IsAlive();
        return Rungs.IsReached(iteration, evaluations, elapsed);
    }

    public void Observed(Observation observation)
    {
        IsAlive();
        lock (_lock) _observations.Add(observation);
        if (Rungs.Observed(observation) && StopsAtRungs) RequestStop(StopReason.Interrupted);
    }

    public bool FitDue() => Fits.Begin();

    public void Fitted(LiveFit? fit)
    {
        Fits.End();
        lock (_lock) _fit = fit ?? _fit;
    }

    public void Checkpointed(SavedCheckpoint checkpoint)
    {
        _checkpointedAt = _time.GetTimestamp();
        lock (_lock) _checkpoint = checkpoint;
    }

    public void End(Outcome outcome)
    {
        lock (_lock) _end = outcome;
        _wake.TrySetResult();
    }

    /// <summary>The first reason stays, except that a superseded attempt has nothing more to say whatever it was told before.</summary>
    public void RequestStop(StopReason reason)
    {
        if (reason == StopReason.Superseded) _stop = (int)reason;
        else Interlocked.CompareExchange(ref _stop, (int)reason, 0);
    }

    public void Alive(TimeSpan ago) => Volatile.Write(ref _aliveAt, _time.GetTimestamp() - (long)(ago.TotalSeconds * _time.TimestampFrequency));

    private void IsAlive() => Volatile.Write(ref _aliveAt, _time.GetTimestamp());

    public FeedContent Take()
    {
        lock (_lock)
        {
            var content = new FeedContent([.. _observations], _checkpoint, _fit, _end);
            _observations = [];
            (_checkpoint, _fit) = (null, null);
            return content;
        }
    }
}
