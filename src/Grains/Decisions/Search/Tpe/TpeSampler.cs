using Orchestrator.Grains.Decisions.Search.Learning;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search.Tpe;

/// <summary>Tree-structured Parzen estimator, joint over all keys.</summary>
/// <remarks>
/// Bergstra, Bardenet, Bengio, Kégl, "Algorithms for hyper-parameter optimization", NeurIPS 2011; joint kernels: Falkner, Klein, Hutter, ICML 2018;
/// components: Watanabe, arXiv 2304.11127.
/// </remarks>
internal sealed class TpeSampler : ISampler
{
    public string Name => "tpe";
    public string Description => "Learns where good trials lie and where the others do, and tries what is much likelier among the good (Parzen estimators, joint over all keys).";

    public bool Learns => true;

    public Suggestion Suggest(SweepSpec spec, SearchHistory history, long trialNumber)
    {
        var standing = new Standing(spec, history);
        if (LearningStart.Suggest(spec, trialNumber, standing.Told, TpeModel.LeastTold) is { } start) return start;
        var good = standing.Best(TpeModel.GoodCount(standing.Told));
        return TpeModel.Suggest(spec, history, good, new Draws(spec.Search.Seed, trialNumber));
    }
}
