using System.Diagnostics;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Reports;
using Orchestrator.Grains.Telemetry;
using Orchestrator.OdeEngine;
using Orchestrator.OdeEngine.Training;

namespace Orchestrator.Grains.Running;

/// <summary>Executes an attempt with the engine, on the calling thread.</summary>
internal sealed class RunExecutor(IPlanTranslator translator, WorkerOptions options) : IRunExecutor
{
    public Outcome Execute(AttemptWork work, IAttemptFeed feed)
    {
        using var span = AttemptSpan.Start(work.Plan, work.Lease);
        var device = ComputeDevice.Find(work.Lease.Device, out var missing);
        var peak = device is null ? null : Peak(work, device);
        var rules = new RuleWatch(work.Plan);
        foreach (var earlier in work.Earlier) rules.Observed(earlier);
        var observer = new EngineObserver(feed, peak, rules, new AttemptWatch(work.Lease.Device, options.Tracing));
        var started = Stopwatch.GetTimestamp();
        var outcome = device is null ? EngineFailures.DeviceLost(missing, null) : Train(work, device, feed, observer);
        if (rules.Broken is { } why && outcome is Outcome.Interrupted) outcome = new Outcome.Pruned(why);
        NativeMemory.GiveBack();
        span.End(outcome, observer.Last, Stopwatch.GetElapsedTime(started));
        return outcome;
    }

    private Outcome Train(AttemptWork work, ComputeDevice device, IAttemptFeed feed, EngineObserver observer)
    {
        try
        {
            var resumeFrom = work.ResumeFrom is { } saved ? new TrainingCheckpoint(saved.Iteration, saved.Content, saved.Sha256) : null;
            var plan = translator.Translate(work.Plan) with { Device = device, IntraOpThreads = Math.Max(1, work.Lease.Threads) };
            return TrainingSession.Run(plan, resumeFrom, observer) switch
            {
                TrainingEnd.Completed end => Completed(end),
                TrainingEnd.Stopped => feed.Stop == StopReason.Cancelled ? new Outcome.Cancelled() : new Outcome.Interrupted(),
                TrainingEnd.SolveFailed end => EngineFailures.Of(end),
                TrainingEnd.LossNotFinite end => EngineFailures.Of(end),
                TrainingEnd.TimedOut end => EngineFailures.Of(end),
                var unknown => throw new UnreachableException($"The training session ended with {unknown.GetType().Name}, which is not known here."),
            };
        }
        catch (Exception e) when (EngineFailures.Of(e, observer.Last) is { } failed)
        {
            return failed;
        }
    }

    /// <summary>Of the device alone where it has memory of its own, else of the process; null where others share it.</summary>
    private static IPeakMemory? Peak(AttemptWork work, ComputeDevice device)
    {
        if (device.IsCuda) return work.Lease.Exclusive ? new DevicePeak(device) : null;
        return work.Lease.Exclusive || work.Plan.Resources.Isolation is Isolation.Process ? ProcessPeak.Reset() : null;
    }

    private static Outcome.Completed Completed(TrainingEnd.Completed end)
        => new(end.Fit is null ? null : StoredFit.Text(end.Fit));
}
