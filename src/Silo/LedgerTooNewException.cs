namespace Orchestrator.Silo;

/// <summary>The ledger was written by a newer program. Reading it anyway could misread it, and writing could damage it.</summary>
public sealed class LedgerTooNewException : Exception
{
    internal LedgerTooNewException(string ledger, string found, string known)
        : base($"The ledger {ledger} has schema {found}, written by a newer orchestrator; this one ({ProductVersion.Text}) knows schemas up to {known}. Use the newer program, or name another data directory (--data DIR).")
    {
    }
}
