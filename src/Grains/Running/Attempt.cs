using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Orchestrator.Grains.Actors;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Ledger;

namespace Orchestrator.Grains.Running;

/// <summary>What every attempt of a silo uses.</summary>
internal sealed record AttemptServices(IRunExecutor Executor, IMachineDevices Devices, ILedger Ledger, IGrainFactory Grains, RunReferences Runs, WorkerOptions Options, TimeProvider Time, ILogger<Attempt> Log);

/// <summary>
/// One attempt: a thread of its own that computes, and a pump that carries what it says to the run's grain and the answers back.
/// The thread never waits for the pump.
/// </summary>
internal sealed class Attempt(RunPlan plan, Lease lease, AttemptStart start, AttemptServices services)
{
    private readonly AttemptFeed _feed = AttemptFeed.Of(plan, start.NextRung, services.Time);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Lease Lease => lease;

    /// <summary>Completes when the run has acknowledged the end, or nobody is left to tell.</summary>
    public Task Over => _over.Task;

    public void Stop(StopReason reason) => _feed.RequestStop(reason);

    public async Task RunAsync(CancellationToken down)
    {
        try
        {
            var resumeFrom = await LoadCheckpointAsync(down);
            var work = new AttemptWork(plan, lease, resumeFrom) { Earlier = await LoadEarlierAsync(resumeFrom, down) };
            var thread = new Thread(() => Execute(work)) { IsBackground = true, Name = $"run {lease.Run} attempt {lease.Attempt}" };
            thread.Start();
            await new AttemptPump(lease, work.ResumeFrom?.Iteration ?? 0, plan.HungAfter, _feed, services).RunAsync(down);
        }
        finally
        {
            _over.TrySetResult();
        }
    }

    /// <summary>Top of the thread: nothing may escape it.</summary>
    private void Execute(AttemptWork work)
    {
        Outcome outcome;
        try
        {
            outcome = services.Executor.Execute(work, _feed);
        }
        catch (Exception e)
        {
            var id = $"{lease.Run}#{lease.Epoch}";
            services.Log.ExecutorFailed(e, id);
            outcome = new Outcome.Failed(FailureCause.Internal, $"{e.GetType().Name}: {e.Message} (search the logs for {id})");
        }
        // Before anybody hears of it and the device is given to the next.
        if (outcome is Outcome.Failed) services.Devices.Suspect(lease.Device);
        _feed.End(outcome);
    }

    /// <summary>The run's rules go on where they were. Reports are durable before the checkpoint that follows them is known.</summary>
    private async Task<ImmutableArray<Observation>> LoadEarlierAsync(SavedCheckpoint? resumeFrom, CancellationToken down)
        => plan.Rules is null || resumeFrom is null
            ? []
            : await Persistently.TryAsync(() => services.Ledger.CurveAsync(plan.Id, 0, resumeFrom.Iteration, down), services, down);

    /// <summary>A checkpoint that is gone or damaged costs the time since the one before it, not the run.</summary>
    private async Task<SavedCheckpoint?> LoadCheckpointAsync(CancellationToken down)
    {
        for (var wanted = start.ResumeFrom; wanted is not null;)
        {
            var reference = wanted;
            var content = await Persistently.TryAsync(() => services.Ledger.LoadCheckpointAsync(reference, down), services, down);
            if (content is not null && Convert.ToHexStringLower(SHA256.HashData(content)) == reference.Sha256)
                return new SavedCheckpoint(reference.Iteration, content, reference.Sha256);
            wanted = await Persistently.TryAsync(() => services.Ledger.CheckpointBeforeAsync(reference, down), services, down);
            await SayUnusableAsync(reference, content is null ? "is missing" : "is damaged: its SHA-256 differs", wanted, down);
        }
        return null;
    }

    private Task SayUnusableAsync(CheckpointRef reference, string problem, CheckpointRef? before, CancellationToken down)
    {
        services.Log.CheckpointUnusable(lease.Run.ToString(), reference.Iteration, problem);
        var next = before is null ? "starts from iteration 0" : $"takes the one before it, at iteration {before.Iteration}";
        var text = $"the checkpoint at iteration {reference.Iteration} {problem}; attempt {lease.Attempt} {next}";
        return Persistently.DoAsync(() => services.Ledger.AppendLogAsync(lease.Run, services.Time.GetUtcNow(), text, down), services, down);
    }
}
