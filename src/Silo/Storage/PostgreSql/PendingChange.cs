using System.Collections.Immutable;

namespace Orchestrator.Silo.Storage.PostgreSql;

/// <summary>Statements that are stored all or not at all, and who waits for that.</summary>
internal sealed class PendingChange(ImmutableArray<Statement> statements, CancellationToken cancellation)
{
    private readonly TaskCompletionSource<int> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ImmutableArray<Statement> Statements => statements;

    /// <summary>Rows that the last statement changed.</summary>
    public Task<int> Task => _done.Task;

    /// <summary>True: nobody waits any more, and it is not to be stored.</summary>
    public bool TryGiveUp() => cancellation.IsCancellationRequested && _done.TrySetCanceled(cancellation);

    public void Complete(int rows) => _done.TrySetResult(rows);

    public void Fail(Exception error) => _done.TrySetException(error);
}
