namespace Orchestrator.Silo.Hosting;

/// <summary>What a silo stands on: where its grains and rows are stored, and how it finds other silos.</summary>
internal interface ISiloFoundation
{
    /// <summary>Null: nothing is logged to a file.</summary>
    string? LogFile { get; }

    /// <summary>Adds an <see cref="Orchestrator.Grains.Ledger.ILedger"/> and the storage of grain state.</summary>
    void AddStores(IServiceCollection services);

    void AddClustering(ISiloBuilder silo, SiloPorts ports);
}
