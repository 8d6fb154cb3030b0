using Microsoft.Extensions.Time.Testing;
using Orchestrator.Client.Connection;

namespace Orchestrator.Client.Tests.Connection;

public sealed class QuestionsTests
{
    private readonly FakeTimeProvider _time = new();
    private Questions Repeated => new(TimeSpan.FromMinutes(1), _time);

    [Fact]
    public async Task A_question_that_a_hung_silo_has_is_asked_again_another_way()
    {
        var tries = new List<int>();
        var asked = Repeated.AskAsync(number =>
        {
            tries.Add(number);
            return number == 0 ? new TaskCompletionSource<string>().Task : Task.FromResult("answer");
        });
        Assert.False(asked.IsCompleted);
        _time.Advance(Questions.RepeatedAfter);
        Assert.Equal("answer", await asked);
        Assert.Equal([0, 1], tries);
    }

    [Fact]
    public async Task An_answer_that_takes_long_is_taken_all_the_same()
    {
        var slow = new TaskCompletionSource<string>();
        var asked = Repeated.AskAsync(number => number == 0 ? slow.Task : new TaskCompletionSource<string>().Task);
        _time.Advance(Questions.RepeatedAfter);
        _time.Advance(Questions.RepeatedAfter);
        slow.SetResult("late");
        Assert.Equal("late", await asked);
    }

    [Fact]
    public async Task An_error_that_is_an_answer_is_not_asked_again()
    {
        var tries = 0;
        await Assert.ThrowsAsync<InvalidOperationException>(() => Repeated.AskAsync<string>(_ =>
        {
            tries++;
            throw new InvalidOperationException("no such sweep");
        }));
        Assert.Equal(1, tries);
    }

    [Fact]
    public async Task A_single_silo_is_asked_once()
    {
        var tries = 0;
        await Assert.ThrowsAsync<TimeoutException>(() => Questions.Once.AskAsync(_ =>
        {
            tries++;
            return Task.FromException<string>(new TimeoutException());
        }));
        Assert.Equal(1, tries);
    }

    [Fact]
    public async Task Silence_that_lasts_longer_than_the_limit_is_told()
    {
        var asked = Repeated.AskAsync(_ => Task.FromException<string>(new TimeoutException("nobody")));
        while (!asked.IsCompleted) _time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<TimeoutException>(() => asked);
    }

    [Fact]
    public async Task A_stream_that_is_cut_off_goes_on_behind_its_last_row()
    {
        var rows = new List<string>();
        var reading = Task.Run(async () =>
        {
            await foreach (var row in Repeated.ReadAsync(Read, string.CompareOrdinal, TestContext.Current.CancellationToken)) rows.Add(row);
        }, TestContext.Current.CancellationToken);
        while (!reading.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        await reading;
        Assert.Equal(["a", "b", "c"], rows);
    }

    private static async IAsyncEnumerable<string> Read(int number)
    {
        await Task.Yield();
        yield return "a";
        yield return "b";
        if (number == 0) throw new Orleans.Runtime.SiloUnavailableException("gone");
        yield return "c";
    }
}
