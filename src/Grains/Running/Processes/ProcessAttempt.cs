using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Telemetry;

namespace Orchestrator.Grains.Running.Processes;

/// <summary>One attempt in a device process: what it says goes to the feed, what the feed wants goes to it.</summary>
internal sealed class ProcessAttempt(DeviceProcess device, AttemptWork work, IAttemptFeed feed, MeasurementReplay measurements, TimeProvider time)
{
    /// <summary>A stop and a rung reach the device within it.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    /// <summary>An attempt of which nothing is wanted any more ends within it, or its process does.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly OomKills _kernel = OomKills.Of(device.Id);
    private StopReason? _toldStop;
    private double? _toldRung;
    private long _toldAt;
    private Observation? _last;

    /// <summary>The process lives and waits for another attempt.</summary>
    public bool IsSound { get; private set; }

    public Outcome Run()
    {
        try
        {
            _toldRung = feed.NextRung;
            device.Send(new DeviceMessage.Begin(work, _toldRung, measurements.IsWanted));
            while (!device.IsGone)
            {
                Steer();
                if (device.Receive(LookEvery) is { } message && Heard(message) is { } end) return end;
                if (IsOverdue) return GiveUp();
            }
        }
        catch (IOException)
        {
            // The pipe broke while something was sent; how the process ended says why.
        }
        return device.End().Meaning(_kernel.Verdict(), _last);
    }

    /// <summary>Whatever it still computes is for nobody. A checkpoint that is on its way is worth waiting for, so an interruption is not.</summary>
    private bool IsOverdue => _toldStop is { } told && told is not StopReason.Interrupted && time.GetElapsedTime(_toldAt) > Patience;

    private void Steer()
    {
        if (feed.Stop is { } stop && stop != _toldStop)
        {
            device.Send(new DeviceMessage.Stop(stop));
            (_toldStop, _toldAt) = (stop, time.GetTimestamp());
        }
        if (feed.NextRung is { } rung && rung != _toldRung)
        {
            device.Send(new DeviceMessage.Rung(rung));
            _toldRung = rung;
        }
        if (feed.FitDue()) device.Send(new DeviceMessage.FitWanted());
    }

    private Outcome? Heard(DeviceMessage message)
    {
        switch (message)
        {
            case DeviceMessage.News news:
                feed.Alive(news.SilentFor);
                foreach (var observation in news.Observations) feed.Observed(_last = observation);
                if (news.Checkpoint is { } checkpoint) feed.Checkpointed(checkpoint);
                if (news.Fit is { } fit) feed.Fitted(fit);
                return null;
            case DeviceMessage.Measured measured:
                measurements.Replay(measured.Series);
                return null;
            case DeviceMessage.Ended ended:
                IsSound = true;
                return ended.Outcome;
            default:
                return null;
        }
    }

    private Outcome GiveUp()
    {
        device.Kill();
        return _toldStop is StopReason.Cancelled ? new Outcome.Cancelled() : new Outcome.Interrupted();
    }
}
