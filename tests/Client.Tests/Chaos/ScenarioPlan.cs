using System.Collections.Immutable;

namespace Orchestrator.Client.Tests.Chaos;

/// <param name="IsDealt">It has to come up: waits for something that it can strike. Others strike what is there.</param>
internal sealed record PlannedStrike(FaultKind Kind, bool IsDealt);

/// <summary>
/// What a seed stands for, whichever seeds are played beside it. Ten seeds from a multiple of ten are one deal, five for each world: every kind of fault
/// of both worlds, of device processes and of clients is dealt to one of them; more strikes are drawn at random.
/// </summary>
internal sealed record ScenarioPlan(Host Host, Lane Lane, Submission Submission, ImmutableArray<PlannedStrike> Strikes)
{
    public const int SeedsOfADeal = 10;

    private const int Worlds = 2;
    private const int Turns = SeedsOfADeal / Worlds;
    private const int MostStrikes = 3;

    /// <summary>Of the five kinds of fault of device processes; the second world has the others.</summary>
    private const int DeviceFaultsOfFirstWorld = 2;

    /// <param name="kinds">Faults that the seed's world has of its own: even seeds are of one, odd ones of the other.</param>
    /// <param name="random">The seed's own.</param>
    public static ScenarioPlan Of(int seed, ImmutableArray<FaultKind> kinds, Random random)
    {
        var (deal, world, turn) = (seed / SeedsOfADeal, seed % Worlds, seed % SeedsOfADeal / Worlds);
        var device = DeviceFaultOf(deal, world, turn);
        var shuffle = new Random((deal * Worlds) + world);
        Submission[] submissions = [Submission.TwoClients, Submission.KilledClient, Submission.OneClient, Submission.OneClient, Submission.OneClient];
        shuffle.Shuffle(submissions);
        var own = kinds.ToArray();
        shuffle.Shuffle(own);
        var strikes = own.Where((_, place) => place % Turns == turn).Select(kind => new PlannedStrike(kind, IsDealt: true)).ToList();
        if (strikes.Count + (device is null ? 0 : 1) < MostStrikes && random.Next(2) == 0)
        {
            var drawn = device is not null && random.Next(2) == 0 ? DeviceFaults.Kinds : kinds;
            strikes.Insert(random.Next(strikes.Count + 1), new PlannedStrike(drawn[random.Next(drawn.Length)], IsDealt: false));
        }
        // First, since a sweep that has just begun needs its device processes.
        if (device is { } first) strikes.Insert(0, new PlannedStrike(first, IsDealt: true));
        return new ScenarioPlan(device is null ? Host.Thread : Host.Process, random.Next(2) == 0 ? Lane.Shared : Lane.Exclusive, submissions[turn], [.. strikes]);
    }

    private static FaultKind? DeviceFaultOf(int deal, int world, int turn)
    {
        var shuffle = new Random(deal);
        var kinds = DeviceFaults.Kinds.ToArray();
        shuffle.Shuffle(kinds);
        var turns = Enumerable.Range(0, Turns).ToArray();
        shuffle.Shuffle(turns);
        var dealt = world == 0 ? kinds.AsSpan(0, DeviceFaultsOfFirstWorld) : kinds.AsSpan(DeviceFaultsOfFirstWorld);
        var place = Array.IndexOf(turns, turn);
        return place < dealt.Length ? dealt[place] : null;
    }
}
