using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Simulation;

/// <summary>
/// A clock that stands still while anybody works on what matters. Runs wait with their next step, and one step is taken at a time, the
/// earliest, of equal ones that of the run with the least number: so the order of all that a sweep hears is the formula's and no thread's.
/// </summary>
/// <param name="leastSeconds">What a run takes at least from its beginning to its first step: earlier steps of others need not wait until it has begun.</param>
internal sealed class VirtualTime(double leastSeconds)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<RunId, Cue> _waiting = [];

    /// <summary>The time of a run's latest step, or of its beginning.</summary>
    private readonly Dictionary<RunId, double> _clocks = [];
    private readonly Dictionary<(RunId Run, int Attempts, RunStatus Status), Cue> _told = [];
    private readonly HashSet<RunId> _everTold = [];
    private TaskCompletionSource _arrival = new();
    private TaskCompletionSource _over = new();
    private RunId? _stepping;

    /// <summary>Virtual seconds since the sweep began.</summary>
    public double Now { get; private set; }

    /// <summary>On the training thread: blocks until so many seconds have passed for this run.</summary>
    public void Pass(RunId run, double seconds)
    {
        Cue cue;
        lock (_lock) cue = Wait(new Cue(run, _clocks.GetValueOrDefault(run, Now) + seconds));
        cue.Given.Wait();
    }

    /// <summary>In front of the sweep: completes when it may hear of this end. A copy of what it has heard passes at once.</summary>
    public Task TellAsync(RunSummary end)
    {
        lock (_lock)
        {
            var key = (end.Id, end.Attempts, end.Status);
            if (!_told.TryGetValue(key, out var cue)) _told[key] = cue = Wait(new Cue(end.Id, Now));
            return cue.Given;
        }
    }

    /// <summary>The sweep has counted the end of a run, which may begin again.</summary>
    public void Counted(RunId run)
    {
        lock (_lock)
        {
            if (_stepping != run) return;
            _everTold.Add(run);
            _clocks.Remove(run);
            _over.SetResult();
        }
    }

    /// <summary>Takes the next step of these runs, which are all in flight. Completes when the run waits with its next one, or the sweep has counted its end.</summary>
    public async Task StepAsync(ImmutableArray<RunId> inFlight)
    {
        while (true)
        {
            Task arrival;
            lock (_lock)
            {
                foreach (var run in inFlight) _clocks.TryAdd(run, Now);
                if (Next(inFlight) is { } next)
                {
                    Take(next);
                    break;
                }
                _arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                arrival = _arrival.Task;
            }
            await arrival;
        }
        await _over.Task;
        _stepping = null;
    }

    /// <summary>Null: somebody who has just begun could be earlier.</summary>
    private Cue? Next(ImmutableArray<RunId> inFlight)
    {
        var next = inFlight.Where(_waiting.ContainsKey).Select(run => _waiting[run]).OrderBy(Order).FirstOrDefault();
        return next is not null && inFlight.All(run => _waiting.ContainsKey(run) || Order(new Cue(run, Earliest(run))).CompareTo(Order(next)) > 0) ? next : null;
    }

    /// <summary>A run that was set aside may come back only to be told that it has ended.</summary>
    private double Earliest(RunId run) => _everTold.Contains(run) ? _clocks[run] : _clocks[run] + leastSeconds;

    private static (double, int, int) Order(Cue cue) => (cue.At, cue.Run.TrialNumber, cue.Run.Replicate);

    private void Take(Cue next)
    {
        _waiting.Remove(next.Run);
        (Now, _clocks[next.Run], _stepping) = (next.At, next.At, next.Run);
        _over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        next.Give();
    }

    private Cue Wait(Cue cue)
    {
        _waiting.Add(cue.Run, cue);
        if (_stepping == cue.Run) _over.TrySetResult();
        else _arrival.TrySetResult();
        return cue;
    }
}
