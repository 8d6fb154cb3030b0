using Orchestrator.Grains.Ledger;
using Orleans.Storage;

namespace Orchestrator.Cluster.Tests.Storage;

/// <summary>A ledger opened as a silo opens it. Disposing and opening again is a restart.</summary>
public interface IOpenStore : IAsyncDisposable
{
    ILedger Ledger { get; }
    IGrainStorage States { get; }

    /// <summary>What one query of the database itself answers.</summary>
    Task<T> ScalarAsync<T>(string sql);
}
