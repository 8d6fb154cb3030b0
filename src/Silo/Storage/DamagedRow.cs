using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Silo.Storage;

/// <summary>What is said of a row that cannot be read as what this program writes.</summary>
internal static class DamagedRow
{
    public static DamagedRowException Told(string what) =>
        new($"a row of the ledger cannot be read: {what}; it is damaged, or something else than this program wrote it: restore it from a backup");
}
