using Orchestrator.Grains.Actors;

namespace Orchestrator.Grains.Tests.Pools;

public sealed class SteadyClockTests
{
    [Theory, InlineData(1), InlineData(-1)]
    public void A_machine_s_time_that_is_set_forward_or_back_changes_no_duration(int hours)
    {
        var machine = new Machine();
        var clock = new SteadyClock(machine);
        var before = clock.Now;

        machine.Set += TimeSpan.FromHours(hours);
        machine.Passed += TimeSpan.FromSeconds(3);

        Assert.Equal(TimeSpan.FromSeconds(3), clock.Now - before);
    }

    /// <summary>Its monotonic clock counts what passed, whatever its time of day is set to.</summary>
    private sealed class Machine : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public TimeSpan Set { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Passed.Ticks;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + Set + Passed;
    }
}
