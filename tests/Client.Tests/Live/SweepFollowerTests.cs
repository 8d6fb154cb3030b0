using Microsoft.Extensions.Time.Testing;
using Orchestrator.Client.Live;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Client.Tests.Live;

public sealed class SweepFollowerTests
{
    [Fact]
    public async Task Follows_to_the_end_through_a_silo_that_is_away_for_a_while()
    {
        var seen = await FollowAsync(Snapshots.UnderWay, null, null, Snapshots.UnderWay, Snapshots.Over);

        Assert.Equal([Contact.Answering, Contact.Lost, Contact.Lost, Contact.Answering, Contact.Answering], seen.Select(progress => progress.Contact));
        Assert.True(seen[^1].IsOver);
        Assert.Equal("[tsit5]", seen[0].SettingsOf(4));
    }

    [Fact]
    public async Task Gives_up_on_a_silo_that_stays_away() => await Assert.ThrowsAsync<SiloLostException>(() => FollowAsync(Snapshots.UnderWay, null));

    [Fact]
    public async Task Gives_up_at_once_on_a_silo_that_never_answered() => await Assert.ThrowsAsync<SiloLostException>(() => FollowAsync([null]));

    private static async Task<List<SweepProgress>> FollowAsync(params SweepSnapshot?[] script)
    {
        var time = new FakeTimeProvider();
        var seen = new List<SweepProgress>();
        await using var looks = new SweepFollower(new StubOrchestrator(script), time, TimeSpan.FromSeconds(10)).FollowAsync("spiral-3fa9c1", TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        while (true)
        {
            var next = looks.MoveNextAsync();
            if (!next.IsCompleted)
                time.Advance(TimeSpan.FromMilliseconds(250));
            if (!await next)
                return seen;
            seen.Add(looks.Current);
        }
    }
}
