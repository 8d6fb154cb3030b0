using System.Data.Common;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Silo.Storage.Sqlite;

namespace Orchestrator.Silo.Storage;

/// <summary>Errors of a database's driver stay in the silo: whoever called may be in another process, and the driver's types do not travel there.</summary>
internal sealed class LedgerFaults : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (DbException error)
        {
            throw new LedgerUnavailableException(error is SqliteException damaged && SqliteDamage.Is(damaged)
                ? $"a page of the ledger is damaged: {error.Message}; 'orchestrator doctor' names the file and says what can be done"
                : $"the ledger does not answer as it should: {error.Message}");
        }
        catch (JsonException error)
        {
            throw DamagedRow.Told(error.Message.TrimEnd('.'));
        }
    }
}
