using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Grains.Actors;
using Orchestrator.Grains.Decisions.Runs;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Tests.Runs;

/// <summary>A process killed between granting a lease and beginning its attempt left a run waiting for a worker that no longer existed, for ever.</summary>
public sealed class RunOutboxTests
{
    [Fact]
    public async Task A_beginning_that_never_reaches_its_dead_worker_does_not_hold_up_the_question_whether_its_lease_still_counts()
    {
        var lease = new Lease(new RunId("sweep", 0, 0), 1, 7, "127.0.0.1:1@1", "cpu", false);
        var asked = new TaskCompletionSource<Lease>(TaskCreationOptions.RunContinuationsAsynchronously);
        Task Perform(RunEffect effect) => effect switch
        {
            RunEffect.BeginRun => throw new IOException("connection refused"),
            RunEffect.ConfirmLease confirm => Task.FromResult(asked.TrySetResult(confirm.Lease)),
            _ => Task.CompletedTask,
        };
        var ports = new ActorPorts<RunEffect>("run", Perform, RunEffects.LaneOf, () => { }, TimeProvider.System, NullLogger.Instance);
        var actor = new Actor<RunBook, RunEffect>(new Stored(), new RunBook(), ports);

        await actor.TurnAsync(async () =>
        {
            await actor.CommitAsync(new RunBook(), [new RunEffect.BeginRun(lease, null)]);
            actor.Pass(new RunBook(), [new RunEffect.ConfirmLease(lease)]);
            return true;
        });

        Assert.Equal(lease, await asked.Task.WaitAsync(Patience.Limit, TestContext.Current.CancellationToken));
        actor.Stop();
    }

    /// <summary>Carried out while the write was under way, it met the state of before, did nothing and counted as done: the sweep never heard of the run's end.</summary>
    [Fact]
    public async Task An_effect_is_not_carried_out_before_the_write_that_brings_it_is_durable()
    {
        var stored = new Stored { Written = new TaskCompletionSource() };
        var asking = new TaskCompletionSource();
        var (later, told) = (new TaskCompletionSource(), new TaskCompletionSource());
        Task Perform(RunEffect effect)
        {
            if (effect is RunEffect.ConfirmLease) return asking.Task;
            (effect is RunEffect.TellSweep ? told : later).TrySetResult();
            return Task.CompletedTask;
        }
        var actor = new Actor<RunBook, RunEffect>(stored, new RunBook(), new("run", Perform, RunEffects.LaneOf, () => { }, TimeProvider.System, NullLogger.Instance));
        actor.Pass(new RunBook(), [new RunEffect.ConfirmLease(new Lease(new RunId("sweep", 0, 0), 1, 7, "127.0.0.1:1@1", "cpu", false))]);
        var commit = actor.CommitAsync(new RunBook(), [new RunEffect.TellSweep()]);
        actor.Pass(new RunBook(), [new RunEffect.WithdrawRequest(1)]);

        asking.SetResult();
        await later.Task.WaitAsync(Patience.Limit, TestContext.Current.CancellationToken);
        Assert.False(told.Task.IsCompleted);
        stored.Written.SetResult();
        await commit;
        await told.Task.WaitAsync(Patience.Limit, TestContext.Current.CancellationToken);
        actor.Stop();
    }

    private sealed class Stored : IPersistentState<ActorRecord<RunBook, RunEffect>>
    {
        public TaskCompletionSource? Written { get; init; }

        public ActorRecord<RunBook, RunEffect> State { get; set; } = new();
        public string Etag => "";
        public bool RecordExists => true;
        public Task ClearStateAsync() => Task.CompletedTask;
        public Task ReadStateAsync() => Task.CompletedTask;
        public Task WriteStateAsync() => Written?.Task ?? Task.CompletedTask;
    }
}
