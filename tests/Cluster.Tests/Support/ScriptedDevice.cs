using System.Collections.Concurrent;
using System.Security.Cryptography;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Running;
using Orchestrator.TestSupport;

namespace Orchestrator.Cluster.Tests.Support;

/// <summary>What a test decides about the devices of a whole cluster, and what they did.</summary>
internal sealed class DeviceScript
{
    /// <summary>Runs that wait at this iteration until they are stopped or the gate opens.</summary>
    public Func<RunId, int?> HoldAt { get; set; } = _ => null;

    public ManualResetEventSlim Gate { get; } = new(false);

    /// <summary>Attempts that hang at their fifth iteration until the gate opens, whatever they are told.</summary>
    public Func<Lease, bool> Hangs { get; set; } = _ => false;

    /// <summary>How an attempt ends, null: completed.</summary>
    public Func<Lease, Outcome?> EndOf { get; set; } = _ => null;

    /// <summary>Called on the turn of a sweep that hands one run's checkpoint to another.</summary>
    public Action Joining { get; set; } = () => { };

    public ConcurrentQueue<StartedAttempt> Started { get; } = [];

    public ConcurrentDictionary<RunId, int> Held { get; } = [];

    /// <summary>Workers whose machine is gone: their attempts no longer hear that they should stop.</summary>
    public ConcurrentDictionary<string, bool> Gone { get; } = [];
}

/// <param name="Earlier">Iterations of the reports that it was handed.</param>
internal sealed record StartedAttempt(RunPlan Plan, Lease Lease, int ResumedAt, int[] Earlier);

/// <summary>
/// Trains by formula: 20 iterations, loss = learning rate + 1/iteration, a checkpoint whenever one is due. A resumed attempt goes
/// on from its checkpoint, so the last observation is the same however often it was interrupted.
/// </summary>
internal sealed class ScriptedDevice(DeviceScript script) : IRunExecutor
{
    public Outcome Execute(AttemptWork work, IAttemptFeed feed)
    {
        var from = work.ResumeFrom is { } saved ? BitConverter.ToInt32(saved.Content.Span) : 0;
        script.Started.Enqueue(new StartedAttempt(work.Plan, work.Lease, from, [.. work.Earlier.Select(report => report.Iteration)]));
        for (var iteration = from + 1; iteration <= work.Plan.Settings.Training.Iterations; iteration++)
        {
            if (script.HoldAt(work.Plan.Id) == iteration)
            {
                script.Held.TryAdd(work.Plan.Id, iteration);
                while ((feed.Stop is null || script.Gone.ContainsKey(work.Lease.Worker)) && !script.Gate.Wait(TimeSpan.FromMilliseconds(5))) { }
            }
            if (iteration == 5 && script.Hangs(work.Lease)) script.Gate.Wait();
            if (feed.Stop is { } reason)
            {
                Save(feed, iteration - 1);
                return reason == StopReason.Cancelled ? new Outcome.Cancelled() : new Outcome.Interrupted();
            }
            feed.Observed(Sample.Observation(iteration, work.Plan.Settings.Training.Optimizer.LearningRate + (1.0 / iteration)));
            if (feed.CheckpointDue) Save(feed, iteration);
        }
        return script.EndOf(work.Lease) ?? new Outcome.Completed(null);
    }

    private static void Save(IAttemptFeed feed, int iteration)
    {
        var content = BitConverter.GetBytes(iteration);
        feed.Checkpointed(new SavedCheckpoint(iteration, content, Convert.ToHexStringLower(SHA256.HashData(content))));
    }
}

/// <summary>A scripted checkpoint is its iteration, so a joined one is that of the run it was taken from.</summary>
internal sealed class ScriptedJoin(DeviceScript script) : ICheckpointJoin
{
    public SavedCheckpoint Join(SavedCheckpoint own, SavedCheckpoint learned)
    {
        script.Joining();
        return learned;
    }
}
