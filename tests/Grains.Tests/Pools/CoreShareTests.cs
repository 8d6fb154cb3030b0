using CsCheck;
using Orchestrator.Grains.Decisions.Pools;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Workers;

namespace Orchestrator.Grains.Tests.Pools;

public sealed class CoreShareTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(16, 16, 1, 1, 1), InlineData(16, 16, 4, 4, 4), InlineData(16, 2, 8, 8, 1), InlineData(16, 2, 9, 9, 2), InlineData(16, 16, 100, 16, 16)]
    [InlineData(16, 1, 16, 16, 1), InlineData(6, 4, 3, 3, 2), InlineData(6, 4, 2, 2, 2)]
    [InlineData(2, 8, 1, 1, 1), InlineData(2, 8, 2, 2, 8), InlineData(0, 4, 8, 1, 1), InlineData(16, 16, 0, 1, 1)]
    public void A_run_gets_the_threads_it_asked_for_and_the_slots_of_their_cores(int cores, int slots, int wanted, int threads, int taken)
    {
        var (device, need) = (new DeviceOffer("cpu", slots, null) { Cores = cores }, new ResourceNeed("any", 1, false) { Threads = wanted });
        Assert.Equal((threads, taken), (CoreShare.Threads(device, need), CoreShare.Slots(device, need)));
    }

    [Fact]
    public void Slots_that_are_asked_for_count_where_they_are_more_than_those_of_the_threads()
        => Assert.Equal(5, CoreShare.Slots(new DeviceOffer("cpu", 8, null) { Cores = 8 }, new ResourceNeed("any", 5, false) { Threads = 2 }));

    [Fact]
    public void Whoever_runs_together_has_no_more_threads_than_there_are_cores_and_each_as_many_as_alone()
        => Gen.Select(Gen.Int[1, 24], Gen.Int[1, 24], Gen.Select(Gen.Int[1, 30], Gen.Int[1, 4], Gen.Bool).Array[1, 20]).Sample((cores, slots, wanted) =>
        {
            var device = new DeviceOffer("cpu", Math.Min(slots, cores), null) { Cores = cores };
            var state = PoolMachine.Apply(new PoolState { NextEpoch = 1 }, new PoolEvent.Hello(new WorkerHello("a", [device], [])), At).State;
            for (var i = 0; i < wanted.Length; i++)
                state = PoolMachine.Apply(state, new PoolEvent.Requested(Request(i, wanted[i])), At).State;
            var served = 0;
            while (!state.Leases.IsEmpty)
            {
                var held = state.Leases.Values.Select(h => h.Lease).ToArray();
                Assert.InRange(held.Sum(lease => lease.Threads), 1, cores);
                Assert.All(held, lease => Assert.Equal(Math.Min(wanted[lease.Run.TrialNumber].Item1, cores), lease.Threads));
                served++;
                state = PoolMachine.Apply(state, new PoolEvent.Released(held[0]), At).State;
            }
            Assert.Equal(wanted.Length, served);
        });

    private static LeaseRequest Request(int trial, (int Threads, int Slots, bool Exclusive) wanted)
        => new(new RunId("s", trial, 0), 1, new ResourceNeed("any", wanted.Slots, wanted.Exclusive) { Threads = wanted.Threads }, trial);
}
