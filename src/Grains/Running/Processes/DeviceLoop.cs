using System.Diagnostics.CodeAnalysis;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Telemetry;

namespace Orchestrator.Grains.Running.Processes;

/// <summary>What a device process does: one attempt after another, each on a thread of its own, until its silo closes the pipe.</summary>
/// <param name="broken">Ends the process at once; called with the reason where nothing can be said to the silo any more.</param>
internal sealed class DeviceLoop(DevicePipe pipe, IRunExecutor executor, TimeProvider time, Action<Exception> broken) : IDisposable
{
    private static readonly TimeSpan NewsEvery = TimeSpan.FromMilliseconds(50);

    private MeasurementCollector? _measurements;

    public void Run()
    {
        pipe.Send(new DeviceMessage.Ready(DeviceProgram.Build));
        AttemptFeed? feed = null;
        while (pipe.Receive() is { } message)
        {
            switch (message)
            {
                case DeviceMessage.Begin begin:
                    feed = AttemptFeed.Of(begin.Work.Plan, begin.NextRung, time);
                    if (begin.IsMeasured) _measurements ??= new MeasurementCollector();
                    Start(begin.Work, feed);
                    break;
                case DeviceMessage.Stop stop:
                    feed?.RequestStop(stop.Reason);
                    break;
                case DeviceMessage.Rung rung:
                    feed?.Rungs.Next(rung.Level);
                    break;
                case DeviceMessage.FitWanted:
                    feed?.Fits.Order();
                    break;
            }
        }
    }

    public void Dispose() => _measurements?.Dispose();

    private void Start(AttemptWork work, AttemptFeed feed)
    {
        new Thread(() => feed.End(Execute(work, feed))) { IsBackground = true, Name = $"run {work.Lease.Run} attempt {work.Lease.Attempt}" }.Start();
        _ = TellAsync(feed);
    }

    /// <summary>Top of the thread: nothing may escape it.</summary>
    private Outcome Execute(AttemptWork work, AttemptFeed feed)
    {
        try
        {
            return executor.Execute(work, feed);
        }
        catch (Exception error)
        {
            Console.Error.WriteLine(error);
            return new Outcome.Failed(FailureCause.Internal, $"{error.GetType().Name}: {error.Message} (in a device process; the silo's log has more)");
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever it is, nobody would ever hear of the attempt again.")]
    private async Task TellAsync(AttemptFeed feed)
    {
        try
        {
            while (true)
            {
                await Task.WhenAny(feed.Ended, feed.Rungs.Reached, Task.Delay(NewsEvery, time));
                feed.Rungs.Take();
                var content = feed.Take();
                pipe.Send(new DeviceMessage.News(content.Observations, content.Checkpoint, content.Fit, feed.SilentFor));
                if (_measurements?.Take() is { IsEmpty: false } measured) pipe.Send(new DeviceMessage.Measured(measured));
                if (content.End is not { } end) continue;
                pipe.Send(new DeviceMessage.Ended(end));
                return;
            }
        }
        catch (Exception error)
        {
            broken(error);
        }
    }
}
