using Orleans.Storage;

namespace Orchestrator.Cluster.Tests.Support;

/// <summary>A grain storage that fails every so many writes: before the write, or after it, when the caller cannot know.</summary>
internal sealed class FaultyStorage(IGrainStorage inner, StorageFaults faults) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => inner.ReadStateAsync(stateName, grainId, grainState);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => inner.ClearStateAsync(stateName, grainId, grainState);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var number = faults.Count();
        if (faults.Every > 0 && number % faults.Every == 0) throw new IOException("the disk is full");
        await inner.WriteStateAsync(stateName, grainId, grainState);
        if (faults.Every > 0 && number % faults.Every == faults.Every / 2) throw new IOException("the answer of the disk was lost");
    }
}

internal sealed class StorageFaults
{
    private int _writes;

    /// <summary>0: never.</summary>
    public int Every { get; set; }

    public int Count() => Interlocked.Increment(ref _writes);
}
