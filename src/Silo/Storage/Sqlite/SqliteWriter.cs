using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Orchestrator.Silo.Telemetry;

namespace Orchestrator.Silo.Storage.Sqlite;

/// <summary>
/// Group commit: one thread takes what waits, up to <see cref="LargestBatch"/> changes, and makes one transaction of it.
/// So a lone caller pays one flush to disk per change, and hundreds of callers share it.
/// </summary>
internal sealed class SqliteWriter : ILedgerWriter, IDisposable
{
    /// <summary>Large enough that the flush no longer dominates (measured in docs/storage.md), small enough that the first of a batch waits only milliseconds.</summary>
    public const int LargestBatch = 512;

    private readonly BlockingCollection<PendingWrite> _waiting = [];
    private readonly List<PendingWrite> _batch = new(LargestBatch);
    private readonly SqliteSession _session;
    private readonly Thread _thread;
    private volatile string? _trouble;

    public SqliteWriter(SqliteDatabase database)
    {
        _session = new SqliteSession(database.OpenForWriting());
        _thread = new Thread(Run) { Name = "ledger-writer", IsBackground = true };
        _thread.Start();
    }

    public string? Trouble => _trouble;

    public Task<T> WriteAsync<T>(Func<SqliteSession, T> change, CancellationToken cancellation)
    {
        var write = new PendingWrite<T>(change, cancellation);
        try
        {
            _waiting.Add(write, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            write.Fail(new ObjectDisposedException(nameof(SqliteWriter), "The ledger is closed: the silo has stopped."));
        }

        return write.Task;
    }

    /// <summary>Writes what is queued, then closes.</summary>
    public void Dispose()
    {
        _waiting.CompleteAdding();
        _thread.Join();
        _waiting.Dispose();
        _session.Dispose();
    }

    private void Run()
    {
        foreach (var first in _waiting.GetConsumingEnumerable())
        {
            _batch.Add(first);
            while (_batch.Count < LargestBatch && _waiting.TryTake(out var next)) _batch.Add(next);
            var started = Stopwatch.GetTimestamp();
            Commit();
            SiloTelemetry.Committed(_batch.Count, Stopwatch.GetElapsedTime(started));
            _batch.Clear();
        }
    }

    /// <summary>A batch in which no change fails, which is nearly every one, needs no savepoints: they are two thirds of the statements.</summary>
    private void Commit()
    {
        if (!TryCommit(write => write.Apply(_session), out _) && !TryCommit(write => write.ApplyAlone(_session), out var error))
        {
            // Nothing of the batch is durable. The error goes to every caller; the thread must live on for the next batch.
            _trouble = error.Message;
            foreach (var write in _batch) write.Fail(error);
            return;
        }

        _trouble = null;
        foreach (var write in _batch) write.Complete();
    }

    private bool TryCommit(Action<PendingWrite> apply, [NotNullWhen(false)] out Exception? error)
    {
        try
        {
            _session.Execute("BEGIN IMMEDIATE");
            foreach (var write in _batch) apply(write);
            _session.Execute("COMMIT");
            error = null;
            return true;
        }
        catch (Exception failure)
        {
            if (_session.IsInTransaction) _session.Execute("ROLLBACK");
            error = failure;
            return false;
        }
    }
}
