using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Running;

/// <summary>
/// Carries an attempt's observations, checkpoints and end to the run's grain. Everything is repeated until it is acknowledged;
/// an attempt that nobody hears for long stops by itself, because its lease may be given away.
/// </summary>
/// <param name="resumedAt">Iterations that were completed when the attempt began.</param>
/// <param name="hungAfter">The attempt is given up when its thread completes no iteration for so long; zero: never.</param>
internal sealed class AttemptPump(Lease lease, int resumedAt, TimeSpan hungAfter, AttemptFeed feed, AttemptServices services)
{
    private static readonly TimeSpan BeginsWithin = TimeSpan.FromMilliseconds(5);

    private readonly ITrainingRunGrain _run = services.Runs[lease.Run];
    private ImmutableArray<Observation> _unacknowledged = [];
    private Observation? _newest;
    private CheckpointRef? _checkpoint;
    private SavedCheckpoint? _unsaved;
    private LiveFit? _fit;
    private int _iteration = resumedAt;
    private long _heardAt = services.Time.GetTimestamp();

    public async Task RunAsync(CancellationToken down)
    {
        var end = await ReportUntilEndAsync(down);
        if (feed.Stop == StopReason.Superseded) return;
        await Persistently.DoAsync(() => SaveCheckpointAsync(down), services, down);
        // Reports between checkpoints live in the memory of the run's grain: one that was loaded anew since then does not know how the run stands.
        if (_unacknowledged.IsEmpty && _newest is { } newest) _unacknowledged = [newest];
        var last = HasNews ? Progress() : null;
        await Persistently.DoAsync(() => _run.Ended(lease, end, last), services, down);
        if (feed.Ended.IsCompleted) return;
        // A thread cannot be stopped from outside. As long as it hangs, its attempt goes on here, so that nobody else gets its slot.
        feed.RequestStop(StopReason.Superseded);
        await feed.Ended.WaitAsync(down);
    }

    private bool IsHung => hungAfter > TimeSpan.Zero && feed.SilentFor > hungAfter;

    private bool HasNews => !_unacknowledged.IsEmpty || _unsaved is not null || _checkpoint is not null;

    private async Task<Outcome> ReportUntilEndAsync(CancellationToken down)
    {
        var isHeard = true;
        long? lastMessageAt = null;
        while (true)
        {
            // The first message says that the attempt has begun, with all that is known by then.
            await WaitForNewsAsync(lastMessageAt is null ? BeginsWithin : services.Options.ReportEvery, isHeard, down);
            down.ThrowIfCancellationRequested();
            var content = feed.Take();
            _unacknowledged = _unacknowledged.AddRange(content.Observations);
            if (!content.Observations.IsEmpty) _newest = content.Observations[^1];
            _unsaved = content.Checkpoint ?? _unsaved;
            _fit = content.Fit ?? _fit;
            if (content.End is { } end) return end;
            if (IsHung) return new Outcome.Failed(FailureCause.DeviceLost, $"no iteration was completed for {hungAfter:c} on {lease.Device} of {lease.Worker}: it hangs. Where iterations may take longer, raise failures.hung_after; else look at that machine.");
            if (!HasNews && _fit is null && lastMessageAt is { } last && services.Time.GetElapsedTime(last) < services.Options.HeartbeatEvery) continue;
            lastMessageAt = services.Time.GetTimestamp();
            isHeard = await TryReportAsync(down);
            if (isHeard) continue;
            if (services.Time.GetElapsedTime(_heardAt) > services.Options.StopUnheardAfter) feed.RequestStop(StopReason.Interrupted);
        }
    }

    /// <summary>The time for a message, or a reason to send one at once; not while nobody answers.</summary>
    private async Task WaitForNewsAsync(TimeSpan atMost, bool isHeard, CancellationToken down)
    {
        var pause = Task.Delay(atMost, services.Time, down);
        await (isHeard ? Task.WhenAny(feed.Ended, feed.Rungs.Reached, pause) : Task.WhenAny(feed.Ended, pause));
        feed.Rungs.Take();
    }

    /// <summary>One message with all there is; false: nobody acknowledged it, and it goes again with the next.</summary>
    private async Task<bool> TryReportAsync(CancellationToken down)
    {
        try
        {
            await SaveCheckpointAsync(down);
            var directive = await _run.Report(lease, Progress()).WaitAsync(services.Options.StopUnheardAfter, services.Time, down);
            _unacknowledged = [];
            (_checkpoint, _fit) = (null, null);
            _heardAt = services.Time.GetTimestamp();
            if (directive is Directive.Stop stop) feed.RequestStop(stop.Reason);
            else if (directive is Directive.Continue go) Follow(go);
            return true;
        }
        catch (Exception e) when (!down.IsCancellationRequested)
        {
            services.Log.ReportFailed(e, lease.Run.ToString(), lease.Attempt);
            return false;
        }
    }

    private void Follow(Directive.Continue directive)
    {
        feed.Rungs.Next(directive.NextRung);
        if (directive.WantsFit) feed.Fits.Order();
    }

    private Progress Progress()
    {
        if (!_unacknowledged.IsEmpty) _iteration = Math.Max(_iteration, _unacknowledged[^1].Iteration);
        return new Progress(_iteration, _unacknowledged, _checkpoint) { Fit = _fit };
    }

    /// <summary>The content is durable before the run hears of it.</summary>
    private async Task SaveCheckpointAsync(CancellationToken down)
    {
        if (_unsaved is not { } unsaved) return;
        var reference = new CheckpointRef(lease.Run, lease.Epoch, unsaved.Iteration, unsaved.Sha256);
        await services.Ledger.SaveCheckpointAsync(reference, unsaved.Content, KeptCheckpoints, down);
        (_unsaved, _checkpoint) = (null, reference);
    }

    /// <summary>The one that the run knows of, and the one that it is about to hear of.</summary>
    private const int KeptCheckpoints = 2;
}
