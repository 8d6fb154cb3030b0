namespace Orchestrator.Grains.Interfaces.Reports;

/// <summary>The silo answers, and its ledger does not. Nothing that was acknowledged is lost; the same question works again with the ledger.</summary>
[GenerateSerializer, Alias("ledger-unavailable")]
public sealed class LedgerUnavailableException : OrleansException
{
    public LedgerUnavailableException() { }

    public LedgerUnavailableException(string message) : base(message) { }

    public LedgerUnavailableException(string message, Exception inner) : base(message, inner) { }
}
