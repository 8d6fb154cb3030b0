namespace Orchestrator.Silo.Storage.Sqlite;

/// <summary>A change that waits for its transaction.</summary>
internal abstract class PendingWrite
{
    /// <summary>Applies the change and keeps its result.</summary>
    /// <exception cref="Exception">The change failed, and with it the transaction.</exception>
    public abstract void Apply(SqliteSession session);

    /// <summary>Applies the change inside a savepoint and keeps its result or its own failure.</summary>
    /// <exception cref="Exception">The whole transaction is lost.</exception>
    public abstract void ApplyAlone(SqliteSession session);

    /// <summary>The transaction is durable.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception error);
}

internal sealed class PendingWrite<T>(Func<SqliteSession, T> change, CancellationToken cancellation) : PendingWrite
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;
    private Exception? _failure;

    public Task<T> Task => _done.Task;

    public override void Apply(SqliteSession session)
    {
        if (!IsCancelled()) _result = change(session);
    }

    public override void ApplyAlone(SqliteSession session)
    {
        if (IsCancelled()) return;
        session.Execute("SAVEPOINT change");
        try
        {
            _result = change(session);
        }
        catch (Exception error)
        {
            if (!session.IsInTransaction) throw;
            session.Execute("ROLLBACK TO change");
            _failure = error;
        }

        session.Execute("RELEASE change");
    }

    public override void Complete()
    {
        if (_failure is OperationCanceledException) _done.TrySetCanceled(cancellation);
        else if (_failure is not null) _done.TrySetException(_failure);
        else _done.TrySetResult(_result);
    }

    public override void Fail(Exception error) => _done.TrySetException(error);

    /// <summary>Once cancelled it stays so, also where the batch is applied a second time.</summary>
    private bool IsCancelled()
    {
        if (_failure is null && cancellation.IsCancellationRequested) _failure = new OperationCanceledException(cancellation);
        return _failure is not null;
    }
}
