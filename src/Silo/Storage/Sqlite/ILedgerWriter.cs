namespace Orchestrator.Silo.Storage.Sqlite;

/// <summary>Where all changes of the ledger go.</summary>
internal interface ILedgerWriter
{
    /// <summary>What the last transaction has failed with; null: it is durable.</summary>
    string? Trouble { get; }

    /// <summary>
    /// Runs the change on the writer's thread, all of it or nothing; completes when it is durable. Its exception fails it alone.
    /// Content must be ready: serialise before calling. A change that has begun is not cancelled. It may be applied twice, and only the last time counts.
    /// </summary>
    Task<T> WriteAsync<T>(Func<SqliteSession, T> change, CancellationToken cancellation);
}

/// <summary>The ledger of a process that only answers questions.</summary>
internal sealed class RefusingWriter : ILedgerWriter
{
    public string? Trouble => null;

    public Task<T> WriteAsync<T>(Func<SqliteSession, T> change, CancellationToken cancellation) =>
        throw new InvalidOperationException("This silo only answers questions (duties: Queries), so it stores nothing; start it with duties Commands or Everything.");
}
