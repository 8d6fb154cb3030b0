using System.Collections.Immutable;
using CsCheck;
using Orchestrator.Grains.Decisions.Pools;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Workers;

namespace Orchestrator.Grains.Tests.Pools;

public sealed class PoolMachineTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Whatever_comes_twice_or_out_of_order_no_device_is_overbooked_and_nobody_starves()
        => Gen.Int[0, 99_999].Array[0, 80].Sample(
            schedule =>
            {
                var world = new PoolWorld();
                foreach (var choice in schedule) world.Step(choice);
                world.Settle();
            },
            iter: 5_000);

    [Fact]
    public void Only_a_worker_that_said_hello_gets_leases()
    {
        var asked = Apply(Empty, new PoolEvent.Requested(Request(1)));
        Assert.Empty(asked.Effects);
        var granted = Apply(asked.State, Hello("a"));
        Assert.Equal([1], granted.Effects.OfType<PoolEffect.Grant>().Select(g => g.Lease.Run.TrialNumber));
        Assert.Empty(Apply(Apply(Empty, Hello("a")).State, new PoolEvent.Goodbye("a")) is var gone ? Apply(gone.State, new PoolEvent.Requested(Request(1))).Effects : []);
    }

    [Fact]
    public void Requests_are_served_by_order_whoever_came_first()
    {
        var state = Fold(Empty, new PoolEvent.Requested(Request(3)), new PoolEvent.Requested(Request(1)), new PoolEvent.Requested(Request(2)));
        Assert.Equal([1, 2], Apply(state, Hello("a")).Effects.OfType<PoolEffect.Grant>().Select(g => g.Lease.Run.TrialNumber));
    }

    [Fact]
    public void Sweeps_share_the_slots_evenly_as_leases_end_and_what_one_has_no_use_for_goes_to_the_others()
    {
        var requests = Enumerable.Range(0, 8).Select(i => new PoolEvent.Requested(Request(i, sweep: "early")));
        var state = Fold(Empty, [.. requests, Wide(4)]);
        Assert.Equal((4, 0), (HeldBy(state, "early"), HeldBy(state, "late")));
        state = Fold(state, [.. Enumerable.Range(0, 3).Select(i => new PoolEvent.Requested(Request(100 + i, sweep: "late")))]);
        for (var ended = 1; ended <= 2; ended++) state = Fold(state, new PoolEvent.Released(FirstOf(state, "early")));
        Assert.Equal((2, 2), (HeldBy(state, "early"), HeldBy(state, "late")));
        // Each goes on with its own share, and alone with all of it.
        state = Fold(state, new PoolEvent.Released(FirstOf(state, "early")));
        Assert.Equal((2, 2), (HeldBy(state, "early"), HeldBy(state, "late")));
        while (HeldBy(state, "late") > 0) state = Fold(state, new PoolEvent.Released(FirstOf(state, "late")));
        Assert.Equal(4, HeldBy(state, "early"));
    }

    [Fact]
    public void A_higher_priority_is_served_first_whatever_its_sweep_holds_and_stops_nothing()
    {
        var low = Request(1, sweep: "low");
        var high = Enumerable.Range(10, 3).Select(i => Request(i, sweep: "high")).Select(r => r with { Need = r.Need with { Priority = 1 } }).ToArray();
        var state = Fold(Empty, [Hello("a"), new PoolEvent.Requested(low), new PoolEvent.Requested(low with { Run = low.Run with { TrialNumber = 2 } }), new PoolEvent.Requested(low with { Run = low.Run with { TrialNumber = 3 } }), .. high.Select(r => new PoolEvent.Requested(r))]);
        Assert.Equal((2, 0), (HeldBy(state, "low"), HeldBy(state, "high")));
        for (var ended = 1; ended <= 2; ended++) state = Fold(state, new PoolEvent.Released(FirstOf(state, "low")));
        Assert.Equal((0, 2), (HeldBy(state, "low"), HeldBy(state, "high")));
        Assert.Equal((0, 2), Fold(state, new PoolEvent.Released(FirstOf(state, "high"))) is var next ? (HeldBy(next, "low"), HeldBy(next, "high")) : default);
    }

    [Fact]
    public void An_exclusive_request_waits_for_an_empty_device_and_later_ones_wait_behind_it()
    {
        var state = Fold(Empty, Hello("a"), new PoolEvent.Requested(Request(1)), new PoolEvent.Requested(Request(2, exclusive: true)), new PoolEvent.Requested(Request(3)));
        Assert.Equal([1], Held(state));
        var freed = Apply(state, new PoolEvent.Released(LeaseOf(state, 1)));
        Assert.Equal([2], Held(freed.State));
        Assert.True(LeaseOf(freed.State, 2).Exclusive);
        Assert.Equal([3], Held(Apply(freed.State, new PoolEvent.Released(LeaseOf(freed.State, 2))).State));
    }

    [Fact]
    public void A_silent_or_dead_worker_loses_its_leases_and_they_are_never_granted_again_under_their_epoch()
    {
        var state = Fold(Empty, Hello("a"), new PoolEvent.Requested(Request(1)));
        var lease = LeaseOf(state, 1);
        Assert.Empty(Apply(state, new PoolEvent.Tick([]), At + PoolMachine.LostAfter).Effects);
        Assert.Equal([new PoolEffect.Lose(lease)], Apply(state, new PoolEvent.Tick([]), At + PoolMachine.LostAfter + TimeSpan.FromSeconds(1)).Effects.AsEnumerable());
        var dead = Apply(state, new PoolEvent.Tick(["a"]));
        Assert.Equal([new PoolEffect.Lose(lease)], dead.Effects.AsEnumerable());
        var again = Fold(dead.State, Hello("b"), new PoolEvent.Requested(Request(1) with { Attempt = 2 }));
        Assert.True(LeaseOf(again, 1).Epoch > lease.Epoch);
    }

    [Fact]
    public void A_new_pool_learns_the_leases_from_hellos_and_forgets_them_with_the_hellos()
    {
        var lease = new Lease(new RunId("s", 9, 0), 1, 5, "a", "cpu", false) { Slots = 2 };
        var state = Fold(Empty, new PoolEvent.Requested(Request(1)), Hello("a", lease));
        Assert.Equal([9], Held(state));
        Assert.Equal([1], Held(Fold(state, Hello("a"))));
    }

    [Fact]
    public void A_late_request_to_a_new_pool_does_not_stop_the_attempt_that_already_runs()
    {
        var running = new Lease(new RunId("s", 1, 0), 1, 5, "a", "cpu", false) { Slots = 1 };
        var state = Fold(Empty, Hello("a"), new PoolEvent.Requested(Request(1)));
        var newer = LeaseOf(state, 1);
        var named = Fold(state, Hello("a", running));
        Assert.Equal([running.Epoch, newer.Epoch], named.Leases.Keys.Order());
        Assert.Equal([running.Epoch], Fold(named, new PoolEvent.Released(newer)).Leases.Keys);
    }

    [Fact]
    public void A_lease_that_its_worker_does_not_name_for_long_is_lost_and_one_that_it_names_is_kept()
    {
        var state = Fold(Empty, Hello("a"), new PoolEvent.Requested(Request(1)), new PoolEvent.Requested(Request(2)));
        var (named, forgotten) = (LeaseOf(state, 1), LeaseOf(state, 2));
        var late = At + PoolMachine.LostAfter + TimeSpan.FromSeconds(1);
        var heard = Apply(state, Hello("a", named), late).State;
        Assert.Equal([1, 2], Held(heard));
        var ticked = Apply(heard, new PoolEvent.Tick([]), late);
        Assert.Equal([new PoolEffect.Lose(forgotten)], ticked.Effects.AsEnumerable());
        Assert.Equal([1], Held(ticked.State));
    }

    [Fact]
    public void A_confirmed_lease_is_kept_taken_over_or_lost()
    {
        var lease = new Lease(new RunId("s", 9, 0), 1, 5, "a", "cpu", false) { Slots = 1 };
        var known = Fold(Empty, Hello("a"), new PoolEvent.Confirmed(lease, false));
        Assert.Equal([9], Held(known));
        Assert.Equal(known, Apply(known, new PoolEvent.Confirmed(lease, false)).State);
        Assert.Equal([9], Held(Fold(known, Hello("a"))));
        Assert.Equal([new PoolEffect.Lose(lease)], Apply(Empty, new PoolEvent.Confirmed(lease, true)).Effects.AsEnumerable());
        Assert.Empty(Apply(Empty, new PoolEvent.Confirmed(lease, false)).Effects);
        var full = Fold(Empty, Hello("a"), new PoolEvent.Requested(Request(1, exclusive: true)), new PoolEvent.Confirmed(lease, false));
        Assert.Equal([1], Held(full));
    }

    [Fact]
    public void A_withdrawn_request_is_never_granted()
    {
        var state = Fold(Empty, new PoolEvent.Requested(Request(1)), new PoolEvent.Requested(Request(2)), new PoolEvent.Withdrawn(Request(1).Run, 1));
        Assert.Equal([2], Held(Fold(state, Hello("a"))));
    }

    [Fact]
    public void A_request_goes_only_to_the_kind_of_device_that_it_names()
    {
        var hello = new PoolEvent.Hello(new WorkerHello("a", [new DeviceOffer("cpu", 2, null), new DeviceOffer("cuda:0", 1, null)], []));
        var cuda = Request(1) with { Need = new ResourceNeed("cuda", 1, false) };
        Assert.Equal("cuda:0", LeaseOf(Fold(Empty, hello, new PoolEvent.Requested(cuda)), 1).Device);
        Assert.Empty(Held(Fold(Empty, Hello("a"), new PoolEvent.Requested(cuda))));
    }

    /// <summary>A silo that hung with the pool gave the slot out once more when it went on, and two runs shared a device that each of them held exclusively.</summary>
    [Fact]
    public void A_worker_that_still_takes_leases_of_the_pool_before_gets_none_of_this_one()
    {
        var state = Fold(new PoolState { NextEpoch = 1001, FirstEpoch = 1001 }, new PoolEvent.Requested(Request(1)), Refusing(below: 0));
        Assert.Empty(Held(state));
        Assert.Equal([1], Held(Fold(state, Refusing(below: 1001))));
        // What runs there already is counted all the same.
        var old = new Lease(new RunId("s", 9, 0), 1, 29, "a", "cpu", true);
        Assert.Equal([9], Held(Fold(state, Refusing(1001, old))));
    }

    private static PoolEvent.Hello Refusing(long below, params ImmutableArray<Lease> running) => new(Hello("a", running).Message with { RefusesBelow = below });

    private static PoolState Empty { get; } = new() { NextEpoch = 10 };

    private static LeaseRequest Request(int trial, bool exclusive = false, string sweep = "s") => new(new RunId(sweep, trial, 0), 1, new ResourceNeed("any", 1, exclusive), trial);

    private static PoolEvent.Hello Wide(int slots) => new(new WorkerHello("wide", [new DeviceOffer("cpu", slots, null)], []));

    private static int HeldBy(PoolState state, string sweep) => state.Leases.Values.Count(h => h.Lease.Run.SweepId == sweep);

    private static Lease FirstOf(PoolState state, string sweep) => state.Leases.Values.Select(h => h.Lease).Where(l => l.Run.SweepId == sweep).MinBy(l => l.Epoch)!;

    private static PoolEvent.Hello Hello(string worker, params ImmutableArray<Lease> running) => new(new WorkerHello(worker, [new DeviceOffer("cpu", 2, null)], running));

    private static PoolTransition Apply(PoolState state, PoolEvent happened, DateTimeOffset? at = null) => PoolMachine.Apply(state, happened, at ?? At);

    private static PoolState Fold(PoolState state, params ReadOnlySpan<PoolEvent> events)
    {
        foreach (var happened in events) state = Apply(state, happened).State;
        return state;
    }

    private static IEnumerable<int> Held(PoolState state) => state.Leases.Values.Select(h => h.Lease.Run.TrialNumber).Order();

    private static Lease LeaseOf(PoolState state, int trial) => state.Leases.Values.Single(h => h.Lease.Run.TrialNumber == trial).Lease;
}
