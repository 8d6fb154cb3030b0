using Orchestrator.Grains.Decisions.Search.Learning;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search.Gp;

/// <summary>Bayesian optimisation with a Gaussian process.</summary>
/// <remarks>Jones, Schonlau, Welch, "Efficient global optimization of expensive black-box functions", J. Global Optim. 13 (1998); parts as their files say.</remarks>
internal sealed class GpSampler : ISampler
{
    public string Name => "gp";
    public string Description => "Models the objective by a Gaussian process and tries what promises the greatest improvement: the most from few expensive trials, up to about twenty keys.";

    public bool Learns => true;

    public Suggestion Suggest(SweepSpec spec, SearchHistory history, long trialNumber)
    {
        var standing = new Standing(spec, history);
        return LearningStart.Suggest(spec, trialNumber, standing.Told, GpModel.LeastTold)
            ?? GpModel.Suggest(spec, history, standing, new Draws(spec.Search.Seed, trialNumber));
    }
}
