using System.Runtime.CompilerServices;

namespace Orchestrator.Client.Connection;

/// <summary>
/// Asks what changes nothing. In a cluster the silo that has a question may hang, and the client's library would wait half a minute
/// for it and give up: so the question goes out again, through another gateway where a grain's key decides that, and the first answer counts.
/// </summary>
/// <param name="limit">No question goes out again after so long; zero: none does.</param>
internal sealed class Questions(TimeSpan limit, TimeProvider time)
{
    /// <summary>Usual answers take milliseconds. One that takes longer is waited for all the same.</summary>
    public static readonly TimeSpan RepeatedAfter = TimeSpan.FromSeconds(4);

    /// <summary>A hung silo is voted out after about 7 s and is no gateway any more 10 s later; the rest is room for a busy machine.</summary>
    private static readonly TimeSpan ClusterLimit = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(500);

    /// <summary>For a single silo: if that one does not answer, nobody does.</summary>
    public static Questions Once { get; } = new(TimeSpan.Zero, TimeProvider.System);

    public static Questions Repeated { get; } = new(ClusterLimit, TimeProvider.System);

    /// <param name="ask">Gets 0, 1, 2 …, so that each try can go another way.</param>
    public async Task<T> AskAsync<T>(Func<int, Task<T>> ask)
    {
        var started = time.GetTimestamp();
        var open = new List<Task<T>>();
        for (var number = 0; ; number++)
        {
            open.Add(ask(number));
            if (await FirstAnswerAsync(open, MayRepeat(started)) is { } answer) return await answer;
            if (open.Count == 0) await Task.Delay(PauseAfterFailure, time);
        }
    }

    /// <summary>A stream that is cut off goes on behind the last row that came.</summary>
    /// <param name="order">The order in which the rows come; no two are equal.</param>
    public async IAsyncEnumerable<T> ReadAsync<T>(Func<int, IAsyncEnumerable<T>> read, Comparison<T> order, [EnumeratorCancellation] CancellationToken cancellation)
        where T : class
    {
        T? last = null;
        var heardAt = time.GetTimestamp();
        for (var number = 0; ; number++)
        {
            var rows = read(number).GetAsyncEnumerator(cancellation);
            try
            {
                while (await NextAsync(rows, MayRepeat(heardAt), cancellation) is { } next)
                {
                    if (next is { Row: null }) yield break;
                    heardAt = time.GetTimestamp();
                    if (last is not null && order(next.Row, last) <= 0) continue;
                    last = next.Row;
                    yield return last;
                }
            }
            finally
            {
                _ = CloseAsync(rows);
            }
            await Task.Delay(PauseAfterFailure, time, cancellation);
        }
    }

    private bool MayRepeat(long since) => time.GetElapsedTime(since) < limit;

    /// <summary>Null: time to ask again.</summary>
    private async Task<Task<T>?> FirstAnswerAsync<T>(List<Task<T>> open, bool mayRepeat)
    {
        var pause = Task.Delay(mayRepeat ? RepeatedAfter : Timeout.InfiniteTimeSpan, time);
        while (open.Count > 0)
        {
            var ended = await Task.WhenAny([.. open, pause]);
            if (ended == pause) return null;
            var answer = (Task<T>)ended;
            open.Remove(answer);
            if (!IsSilence(answer.Exception?.InnerException) || (open.Count == 0 && !mayRepeat)) return answer;
        }
        return null;
    }

    /// <param name="Row">Null: there are no more.</param>
    private sealed record Next<T>(T? Row);

    /// <summary>Null: the stream was cut off.</summary>
    private async Task<Next<T>?> NextAsync<T>(IAsyncEnumerator<T> rows, bool mayRepeat, CancellationToken cancellation)
        where T : class
    {
        try
        {
            var more = rows.MoveNextAsync().AsTask();
            var isThere = mayRepeat ? await more.WaitAsync(3 * RepeatedAfter, time, cancellation) : await more;
            return new Next<T>(isThere ? rows.Current : null);
        }
        catch (Exception error) when (mayRepeat && IsSilence(error))
        {
            return null;
        }
    }

    /// <summary>Nobody waits for it: a silo that hangs would not let go, and one that is gone has closed it.</summary>
    private static async Task CloseAsync<T>(IAsyncEnumerator<T> rows)
    {
        try
        {
            await rows.DisposeAsync();
        }
        catch (Exception error) when (IsSilence(error) || error is NotSupportedException or OperationCanceledException or ObjectDisposedException)
        {
            // A question is still under way, or nobody is there.
        }
    }

    /// <summary>Nobody answered. Any other error is an answer.</summary>
    private static bool IsSilence(Exception? error) => error is TimeoutException or Orleans.Runtime.OrleansException;
}
