using System.Data.Common;
using Orchestrator.Grains.Interfaces.Reports;

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
            throw new LedgerUnavailableException($"the ledger does not answer as it should: {error.Message}");
        }
    }
}
