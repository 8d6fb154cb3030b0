using System.Collections.Immutable;
using System.Diagnostics;
using System.Threading.Channels;
using Npgsql;
using Orchestrator.Silo.Telemetry;

namespace Orchestrator.Silo.Storage.PostgreSql;

/// <summary>
/// Group commit: what waits, up to <see cref="LargestBatch"/> changes, goes to the server in one message as one transaction. So a lone
/// caller pays one round trip and one flush to disk per change, and hundreds of callers share them.
/// </summary>
internal sealed class PostgresWriter : IAsyncDisposable
{
    /// <summary>Large enough that the flush no longer dominates, small enough that the first of a batch waits only milliseconds.</summary>
    public const int LargestBatch = 256;

    private readonly PostgresDatabase _database;
    private readonly Channel<PendingChange> _waiting = Channel.CreateUnbounded<PendingChange>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _loop;

    public PostgresWriter(PostgresDatabase database)
    {
        _database = database;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Stores the statements, all or none; completes when they are durable with the number of rows that the last one changed.</summary>
    public Task<int> WriteAsync(ImmutableArray<Statement> statements, CancellationToken cancellation)
    {
        var change = new PendingChange(statements, cancellation);
        if (!_waiting.Writer.TryWrite(change)) change.Fail(new ObjectDisposedException(nameof(PostgresWriter), "The ledger is closed: the silo has stopped."));
        return change.Task;
    }

    public Task<int> WriteAsync(Statement statement, CancellationToken cancellation) => WriteAsync([statement], cancellation);

    /// <summary>Stores large content beside the queue, so that small changes do not wait behind it.</summary>
    public async Task WriteLargeAsync(ImmutableArray<Statement> statements, CancellationToken cancellation)
    {
        await using var connection = await _database.Source.OpenConnectionAsync(cancellation);
        await using var batch = BatchOf(connection, statements);
        await HungSessions.EndWhileAsync(_database, batch.ExecuteNonQueryAsync(cancellation));
    }

    /// <summary>Writes what is queued, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loop;
    }

    private async Task RunAsync()
    {
        var changes = new List<PendingChange>(LargestBatch);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (changes.Count < LargestBatch && _waiting.Reader.TryRead(out var change))
                if (!change.TryGiveUp()) changes.Add(change);
            if (changes.Count == 0) continue;
            var started = Stopwatch.GetTimestamp();
            await CommitAsync(changes);
            SiloTelemetry.Committed(changes.Count, Stopwatch.GetElapsedTime(started));
            changes.Clear();
        }
    }

    private async Task CommitAsync(List<PendingChange> changes)
    {
        if (await TryCommitAsync(changes) is not { } failure) return;
        if (!failure.IsWorthRepeating(changes.Count))
        {
            foreach (var change in changes) change.Fail(failure.Error);
            return;
        }

        // One change must not fail its neighbours. Should the first try have been stored after all, the repeat stores the same again.
        for (var i = 0; i < changes.Count; i++)
        {
            if (await TryCommitAsync([changes[i]]) is not { } again) continue;
            changes[i].Fail(again.Error);
            if (again.Stage != CommitStage.Connecting) continue;
            foreach (var change in changes[(i + 1)..]) change.Fail(again.Error);
            return;
        }
    }

    /// <summary>Null: durable, and everybody knows.</summary>
    private async Task<CommitFailure?> TryCommitAsync(List<PendingChange> changes)
    {
        var stage = CommitStage.Connecting;
        try
        {
            await using var connection = await _database.Source.OpenConnectionAsync();
            stage = CommitStage.Executing;
            await using var batch = BatchOf(connection, changes.SelectMany(change => change.Statements));
            await HungSessions.EndWhileAsync(_database, batch.ExecuteNonQueryAsync());
            Complete(changes, batch);
            return null;
        }
        catch (Exception error)
        {
            return new CommitFailure(stage, error);
        }
    }

    private static void Complete(List<PendingChange> changes, NpgsqlBatch batch)
    {
        var last = -1;
        foreach (var change in changes)
        {
            last += change.Statements.Length;
            change.Complete((int)batch.BatchCommands[last].Rows);
        }
    }

    /// <summary>Without a transaction of its own a batch is one, with no further round trips.</summary>
    private static NpgsqlBatch BatchOf(NpgsqlConnection connection, IEnumerable<Statement> statements)
    {
        var batch = connection.CreateBatch();
        foreach (var statement in statements) batch.BatchCommands.Add(statement.ToCommand());
        return batch;
    }

    private enum CommitStage { Connecting = 1, Executing = 2 }

    private sealed record CommitFailure(CommitStage Stage, Exception Error)
    {
        /// <summary>A pooled connection may have died while it was idle; what the server refused of a single change it refuses again.</summary>
        public bool IsWorthRepeating(int changes) => Stage == CommitStage.Executing && (changes > 1 || Error is not PostgresException { IsTransient: false });
    }
}
