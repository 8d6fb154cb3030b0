using Orleans.Configuration;

namespace Orchestrator.Silo.Hosting;

/// <summary>How soon silos notice that one of them is gone.</summary>
internal static class MembershipPace
{
    /// <summary>A hung silo is noticed after about 7 s, and a pause of 1–3 s (collection, paging, driver) is forgiven. Equal bounds switch the adaptive timeout off, which would let a hang pass for a minute.</summary>
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(5);

    public static void Set(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = membership.MinProbeTimeout = membership.MaxProbeTimeout = ProbeTimeout;
        membership.NumMissedProbesLimit = 3;
        membership.TableRefreshTimeout = membership.IAmAliveTablePublishTimeout = Refresh;
        membership.DefunctSiloExpiration = TimeSpan.FromDays(1);
    }
}
