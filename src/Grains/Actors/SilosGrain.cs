using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Workers;
using Orchestrator.Grains.Running;
using Orleans.Concurrency;

namespace Orchestrator.Grains.Actors;

[StatelessWorker, Reentrant, GrainType("silos")]
internal sealed class SilosGrain(IClusterMembershipService membership, IDeviceWorkers workers) : Grain, ISilosGrain
{
    public Task<ImmutableArray<SiloRow>> List() => Task.FromResult<ImmutableArray<SiloRow>>(
    [
        .. from silo in membership.CurrentSnapshot.Members.Values
           where silo.Status is not (SiloStatus.Dead or SiloStatus.None)
           let address = silo.SiloAddress.ToParsableString()
           orderby address
           select new SiloRow(address, silo.Status is SiloStatus.ShuttingDown or SiloStatus.Stopping),
    ]);

    public async Task<DrainAnswer> Drain(string silo) => await workers.On(silo).Leave() ? DrainAnswer.Leaving : DrainAnswer.Refused;
}
