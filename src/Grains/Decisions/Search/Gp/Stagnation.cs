using Orchestrator.Grains.Decisions.Search.Learning;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search.Gp;

/// <summary>Whether a search has come to rest where it is, so that most of what follows is better spent elsewhere.</summary>
internal static class Stagnation
{
    /// <summary>Finished trials without a gain.</summary>
    private const int Rest = 8;
    /// <summary>In the unit of <see cref="Warp"/>.</summary>
    private const double LeastGain = 0.01;
    /// <summary>One trial in so many goes on where the best one is.</summary>
    private const int Share = 4;

    /// <param name="values">Of all trials, in their order.</param>
    /// <remarks>Of several objectives each trial sees another weighted value, which leads it elsewhere anyway.</remarks>
    public static bool CallsForElsewhere(SweepSpec spec, Standing standing, double[] values)
    {
        double[] finished = [.. values.Where((_, trial) => standing.Tiers[trial] == Tier.Finished)];
        return spec.Objectives.Length == 1 && values.Length % Share != 0 && finished.Length > Rest + GpModel.LeastTold
            && finished[..^Rest].Min() - finished.Min() < LeastGain;
    }
}
