using System.Collections.Immutable;

namespace Orchestrator.Client.Tests.Chaos;

public sealed class ScenarioPlanTests
{
    private const int Deals = 200;

    private static readonly ImmutableArray<FaultKind>[] KindsOfWorlds =
    [
        [
            FaultKind.KillSilo, FaultKind.TerminateSilo, FaultKind.PauseSilo, FaultKind.HangSilo, FaultKind.KillAllSilos,
            FaultKind.KillDatabase, FaultKind.HangDatabase, FaultKind.LockTable, FaultKind.CutConnections,
        ],
        [FaultKind.KillSilo, FaultKind.TerminateSilo, FaultKind.PauseSilo, FaultKind.LockLedger, FaultKind.FillDisk],
    ];

    [Fact]
    public void Ten_seeds_from_a_multiple_of_ten_hold_every_kind_of_fault()
    {
        for (var deal = 0; deal < Deals; deal++)
        {
            var plans = Enumerable.Range(deal * ScenarioPlan.SeedsOfADeal, ScenarioPlan.SeedsOfADeal).Select(Plan).ToArray();
            foreach (var (world, kinds) in KindsOfWorlds.Index())
            {
                var of = plans.Where((_, place) => place % 2 == world).ToArray();
                Assert.Equal(kinds.Order(), of.SelectMany(Dealt).Where(kind => !DeviceFaults.Kinds.Contains(kind)).Order());
                Assert.Equal([Submission.OneClient, Submission.OneClient, Submission.OneClient, Submission.TwoClients, Submission.KilledClient], of.Select(plan => plan.Submission).Order());
            }
            Assert.Equal(DeviceFaults.Kinds.Order(), plans.SelectMany(Dealt).Where(DeviceFaults.Kinds.Contains).Order());
        }

        static IEnumerable<FaultKind> Dealt(ScenarioPlan plan) => plan.Strikes.Where(strike => strike.IsDealt).Select(strike => strike.Kind);
    }

    [Fact]
    public void A_sweep_in_device_processes_and_no_other_is_struck_there_first()
    {
        var plans = Enumerable.Range(0, Deals).Select(Plan).ToArray();
        Assert.All(plans, plan => Assert.InRange(plan.Strikes.Length, 1, 3));
        Assert.All(plans.Where(plan => plan.Host is Host.Process), plan => Assert.Contains(plan.Strikes[0].Kind, DeviceFaults.Kinds));
        Assert.All(plans.Where(plan => plan.Host is Host.Thread), plan => Assert.DoesNotContain(plan.Strikes, strike => DeviceFaults.Kinds.Contains(strike.Kind)));
        Assert.Contains(plans, plan => plan.Strikes.Any(strike => !strike.IsDealt && DeviceFaults.Kinds.Contains(strike.Kind)));
    }

    private static ScenarioPlan Plan(int seed) => ScenarioPlan.Of(seed, KindsOfWorlds[seed % 2], new Random(seed));
}
