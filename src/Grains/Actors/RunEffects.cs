using Orchestrator.Grains.Decisions.Runs;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Interfaces.Workers;
using Orchestrator.Grains.Running;

namespace Orchestrator.Grains.Actors;

internal enum Performed
{
    Done = 1,

    /// <summary>The worker does not take the attempt: see <see cref="RunEvent.Refused"/>.</summary>
    Refused = 2,
}

/// <summary>Carries out what a run asks of the pool, its worker and its sweep.</summary>
internal sealed class RunEffects(IGrainFactory grains, IDeviceWorkers workers)
{
    /// <summary>Kept: looking up a reference costs more than a call through it.</summary>
    private readonly IPoolGrain _pool = grains.GetGrain<IPoolGrain>("main");

    public async Task<Performed> PerformAsync(RunBook book, RunEffect effect)
    {
        if (book.Plan!.Resources.IsExternal && effect is not RunEffect.TellSweep) return await LeaveToAskerAsync(book, effect);
        switch (effect)
        {
            case RunEffect.RequestLease request when book.Run.Phase is RunPhase.Queued && book.Run.Attempt == request.Attempt:
                await _pool.Request(book.LeaseRequest());
                break;
            case RunEffect.WithdrawRequest withdraw:
                await _pool.Withdraw(book.Plan!.Id, withdraw.Attempt);
                break;
            case RunEffect.ReleaseLease release:
                // First: who gets the place next is counted with it.
                if (book.MeasuredPeak is { } peak) await _pool.Measured(book.Plan!.Id, peak);
                await _pool.Release(release.Lease);
                break;
            case RunEffect.ConfirmLease confirm when book.Run.Phase.Held == confirm.Lease:
                await _pool.Confirm(confirm.Lease);
                break;
            // An attempt that is over meanwhile must not begin again, and its worker may be gone for ever.
            case RunEffect.BeginRun begin when book.Run.Phase.Held == begin.Lease:
                return await workers.On(begin.Lease.Worker).Run(book.Plan!, begin.Lease, new AttemptStart(begin.ResumeFrom, book.Run.NextRung)) ? Performed.Done : Performed.Refused;
            case RunEffect.StopRun stop when book.Run.Phase.Held == stop.Lease:
                await workers.On(stop.Lease.Worker).Stop(stop.Lease, stop.Reason);
                break;
            case RunEffect.TellSweep when book.Run.Phase is RunPhase.Finished or RunPhase.Paused { By: PausedBy.Scheduler }:
                await grains.GetGrain<ISweepGrain>(book.Plan!.Id.SweepId).Finished(RunRows.Summary(book.Plan, book.Run));
                break;
        }
        return Performed.Done;
    }

    /// <summary>There is no pool and no worker to speak to. A cancelled run ends at once: its program hears of it when it tells.</summary>
    private async Task<Performed> LeaveToAskerAsync(RunBook book, RunEffect effect)
    {
        if (effect is RunEffect.StopRun { Reason: StopReason.Cancelled } stop && book.Run.Phase.Held == stop.Lease)
            await grains.GetGrain<ITrainingRunGrain>(book.Plan!.Id.ToString()).Ended(stop.Lease, new Outcome.Cancelled(), null);
        return Performed.Done;
    }

    /// <summary>
    /// Effects of one lane keep their order. What goes to a worker has a lane of its own: a worker that is gone for ever must not hold
    /// up the question to the pool whether its lease still counts.
    /// </summary>
    public static string LaneOf(RunEffect effect) => effect is RunEffect.BeginRun or RunEffect.StopRun ? "worker" : "";
}
