namespace Orchestrator.Grains.Ledger;

/// <summary>Rows that belong to one write of grain state.</summary>
public interface ILedgerTurn
{
    /// <summary>After that write: whatever it did not take along is durable when this completes.</summary>
    Task CloseAsync();
}

/// <summary>Of a store that saves every row by itself.</summary>
internal sealed class SingleWrites : ILedgerTurn
{
    public static SingleWrites Instance { get; } = new();

    public Task CloseAsync() => Task.CompletedTask;
}
