using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Dashboard.Live;

namespace Orchestrator.Dashboard.Tests;

public sealed class LiveTests
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task However_many_watch_there_is_one_question()
    {
        var looks = 0;
        using var set = new LiveSet<string, int>(_ => new LiveValue<int>(_ => Task.FromResult(++looks), (before, now) => before == now, () => Period, _clock));
        var heard = new ConcurrentQueue<int>();
        for (var page = 0; page < 50; page++)
        {
            set.Watch("sweep", value =>
            {
                heard.Enqueue(value);
                return Task.CompletedTask;
            });
        }

        await UntilAsync(() => heard.Count == 50);
        Assert.All(heard, value => Assert.Equal(1, value));
        Assert.Equal(1, looks);
    }

    [Fact]
    public async Task What_nobody_watches_any_more_is_forgotten()
    {
        var made = new List<string>();
        using var set = new LiveSet<string, int>(key =>
        {
            made.Add(key);
            return new LiveValue<int>(_ => Task.FromResult(made.Count), (before, now) => before == now, () => Period, _clock);
        });
        var (first, second) = (set.Watch("a", _ => Task.CompletedTask), set.Watch("a", _ => Task.CompletedTask));
        first.Dispose();
        first.Dispose();
        set.Watch("a", _ => Task.CompletedTask).Dispose();
        Assert.Equal(["a"], made);
        second.Dispose();
        var told = new TaskCompletionSource<int>();
        using var again = set.Watch("a", value =>
        {
            told.TrySetResult(value);
            return Task.CompletedTask;
        });
        Assert.Equal(2, await told.Task.WaitAsync(Patience.Limit, TestContext.Current.CancellationToken));
        Assert.Equal(["a", "a"], made);
    }

    [Fact]
    public async Task What_takes_long_is_looked_at_less_often()
    {
        var looks = new ConcurrentQueue<DateTimeOffset>();
        using var value = new LiveValue<int>(
            _ =>
            {
                looks.Enqueue(_clock.GetUtcNow());
                _clock.Advance(2 * Period);
                return Task.FromResult(looks.Count);
            },
            (before, now) => before == now, () => Period, _clock);
        using var watching = value.Watch(_ => Task.CompletedTask);
        await UntilAsync(() =>
        {
            if (looks.Count < 3) _clock.Advance(Period);
            return looks.Count >= 3;
        });
        Assert.All(looks.Zip(looks.Skip(1)), pair => Assert.True(pair.Second - pair.First >= (2 + 40) * Period, $"{pair.Second - pair.First}"));
    }

    private static async Task UntilAsync(Func<bool> isReached)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience.Limit);
        while (!isReached()) await Task.Delay(TimeSpan.FromMilliseconds(1), limit.Token);
    }
}
