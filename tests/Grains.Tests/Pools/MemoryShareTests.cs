using CsCheck;
using Orchestrator.Grains.Decisions.Pools;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Workers;

namespace Orchestrator.Grains.Tests.Pools;

public sealed class MemoryShareTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static PoolState Empty { get; } = new() { NextEpoch = 10 };

    [Fact]
    public void Runs_wait_for_memory_although_slots_are_free()
    {
        var state = Fold(Empty, Hello("a", 100), Ask(0, 0, 60), Ask(1, 0, 60), Ask(2, 0, null));
        Assert.Equal([0], Held(state));
        Assert.Equal([1, 2], Held(Fold(state, new PoolEvent.Released(LeaseOf(state, 0)))));
    }

    [Fact]
    public void A_measured_peak_counts_instead_of_the_stated_one_for_the_replicates_that_wait_and_for_those_that_run()
    {
        var state = Fold(Empty, Hello("a", 100), Ask(0, 0, 50), Ask(0, 1, 50), Ask(0, 2, 50), Ask(0, 3, 50));
        Assert.Equal(2, state.Leases.Count);
        var measured = Fold(state, new PoolEvent.Measured(new RunId("s", 0, 0), 25), new PoolEvent.Measured(new RunId("s", 0, 0), 20));
        Assert.Equal(4, measured.Leases.Count);
        Assert.Equal(25, measured.Leases.Values.MaxBy(held => held.Lease.Epoch)!.Lease.MemoryBytes);
        Assert.Equal(3, Fold(state, new PoolEvent.Measured(new RunId("s", 0, 0), 33)).Leases.Count);
    }

    [Fact]
    public void A_peak_says_nothing_of_another_trial_or_sweep_or_of_runs_that_do_not_count_memory()
    {
        var other = Ask(0, 0, 100) is var ask ? new PoolEvent.Requested(ask.Request with { Run = new RunId("other", 0, 0), Order = 9 }) : null!;
        var state = Fold(Empty, Hello("a", 100), new PoolEvent.Measured(new RunId("s", 0, 0), 60), Ask(0, 1, 10), Ask(1, 0, 50), other);
        Assert.Equal([new RunId("s", 0, 1)], state.Leases.Values.Select(held => held.Lease.Run));
        Assert.Equal(2, Fold(Empty, Hello("a", 100), new PoolEvent.Measured(new RunId("s", 0, 0), 60), Ask(0, 1, null), Ask(0, 2, null)).Leases.Count);
    }

    [Fact]
    public void What_runs_is_not_taken_away_when_a_peak_is_more_than_was_stated()
    {
        var state = Fold(Empty, Hello("a", 100), Ask(0, 0, 50), Ask(0, 1, 50), new PoolEvent.Measured(new RunId("s", 0, 2), 90));
        var lease = LeaseOf(state, 0);
        Assert.Equal(2, state.Leases.Count);
        Assert.Equal(lease, Fold(state with { Leases = state.Leases.Remove(lease.Epoch) }, new PoolEvent.Confirmed(lease, false)).Leases[lease.Epoch].Lease);
    }

    [Fact]
    public void Whoever_wants_more_than_any_device_has_gets_the_largest_and_shares_it_with_nobody_who_counts()
    {
        var state = Fold(Empty, Hello("a", 100), Hello("b", 200), Ask(0, 0, 5000), Ask(1, 0, 150));
        Assert.Equal([("b", 200L)], state.Leases.Values.Select(held => (held.Lease.Worker, held.Lease.MemoryBytes!.Value)));
        Assert.Equal([1], Held(Fold(state, new PoolEvent.Released(LeaseOf(state, 0)))));
    }

    [Fact]
    public void A_device_that_does_not_say_what_it_has_takes_what_its_slots_take()
        => Assert.Equal(4, Fold(Empty, Hello("a", null), Ask(0, 0, long.MaxValue), Ask(1, 0, long.MaxValue), Ask(2, 0, 7), Ask(3, 0, 7)).Leases.Count);

    [Fact]
    public void Peaks_of_sweeps_that_are_over_are_forgotten()
    {
        var state = Fold(Empty, Hello("a", 100), Ask(0, 0, 60), new PoolEvent.Measured(new RunId("s", 1, 0), 5), new PoolEvent.Measured(new RunId("gone", 1, 0), 5), new PoolEvent.Tick([]));
        Assert.Equal([new Configuration("s", 1)], state.Peaks.Keys);
        Assert.Empty(Fold(state, new PoolEvent.Released(LeaseOf(state, 0)), new PoolEvent.Tick([])).Peaks);
    }

    [Fact]
    public void No_device_is_given_more_than_it_has_and_everybody_is_served()
        => Gen.Select(Gen.Int[0, 9].Select(trial => trial), Gen.Int[1, 150], Gen.Int[1, 150], Gen.Bool).Array[1, 25].Sample(runs =>
        {
            var state = Fold(Empty, Hello("a", 100), Hello("b", 120));
            for (var i = 0; i < runs.Length; i++) state = Granted(state, Ask(runs[i].Item1, i, runs[i].Item4 ? runs[i].Item2 : null));
            for (var served = 0; !state.Leases.IsEmpty; served++)
            {
                Assert.True(served < runs.Length, "somebody is served twice");
                var ended = state.Leases.Values.MinBy(held => held.Lease.Epoch)!.Lease;
                if (ended.MemoryBytes is not null) state = Granted(state, new PoolEvent.Measured(ended.Run, runs[ended.Run.Replicate].Item3));
                state = Granted(state, new PoolEvent.Released(ended));
            }
            Assert.Empty(state.Queue);
        });

    /// <summary>At the instant of a grant the device has room for all that is counted on it; a peak that is told later may show otherwise.</summary>
    private static PoolState Granted(PoolState before, PoolEvent happened)
    {
        var state = Fold(before, happened);
        foreach (var place in state.Leases.Values.Where(held => !before.Leases.ContainsKey(held.Lease.Epoch) && held.Lease.MemoryBytes > 0).Select(held => held.Lease.Worker).Distinct())
        {
            var all = place == "a" ? 100 : 120;
            Assert.InRange(state.Leases.Values.Where(held => held.Lease.Worker == place).Sum(held => Math.Min(all, MemoryShare.Bytes(state, held.Lease))), 0, all);
        }
        return state;
    }

    private static PoolEvent.Requested Ask(int trial, int replicate, long? bytes)
        => new(new LeaseRequest(new RunId("s", trial, replicate), 1, new ResourceNeed("any", 1, false) { MemoryBytes = bytes }, (trial * 100) + replicate));

    private static PoolEvent.Hello Hello(string worker, long? bytes) => new(new WorkerHello(worker, [new DeviceOffer("cpu", 4, bytes)], []));

    private static PoolState Fold(PoolState state, params ReadOnlySpan<PoolEvent> events)
    {
        foreach (var happened in events) state = PoolMachine.Apply(state, happened, At).State;
        return state;
    }

    private static IEnumerable<int> Held(PoolState state) => state.Leases.Values.Select(held => held.Lease.Run.TrialNumber).Order();

    private static Lease LeaseOf(PoolState state, int trial) => state.Leases.Values.First(held => held.Lease.Run.TrialNumber == trial).Lease;
}
