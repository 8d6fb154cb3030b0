namespace Orchestrator.Grains.Actors;

/// <summary>Which silos are dead, as this silo's membership view has it. Workers are named by silo address in parsable form, generation included.</summary>
internal sealed class ClusterLife(IClusterMembershipService membership)
{
    /// <summary>For a worker that was heard: one that has just joined may not be in the view yet.</summary>
    public bool IsDead(string worker) => Status(worker) is SiloStatus.Dead;

    /// <summary>For a worker that holds a lease but was not heard: what membership does not know belongs to an earlier life of the cluster.</summary>
    public bool IsDeadOrForgotten(string worker) => Status(worker) is SiloStatus.Dead or SiloStatus.None;

    private SiloStatus Status(string worker) => membership.CurrentSnapshot.GetSiloStatus(SiloAddress.FromParsableString(worker));
}
