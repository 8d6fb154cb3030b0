namespace Orchestrator.Silo;

/// <summary>The file of a ledger cannot be read as what it is. Nothing has been written to it.</summary>
public sealed class LedgerDamagedException : Exception
{
    internal LedgerDamagedException(string ledger, string found, Exception? cause = null)
        : base($"The ledger {ledger} is damaged ({found.TrimEnd('.')}): end every process that uses it, keep a copy of its folder, and restore it from a backup or rebuild it with 'sqlite3 {Path.GetFileName(ledger)} .recover'; 'orchestrator doctor' says whether it is sound then.", cause)
    {
    }
}
