using Orchestrator.Cluster.Tests.Storage;
using Orchestrator.Grains.Ledger;

namespace Orchestrator.Cluster.Tests.Ledger;

/// <summary>Tests of what every store of the ledger must do.</summary>
public abstract class OnAStore : IAsyncLifetime
{
    protected IOpenStore Store { get; private set; } = null!;

    protected ILedger Ledger => Store.Ledger;
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>An empty ledger.</summary>
    protected abstract Task<IOpenStore> OpenAsync();

    public async ValueTask InitializeAsync() => Store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
