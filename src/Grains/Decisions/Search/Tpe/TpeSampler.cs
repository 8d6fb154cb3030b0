using Orchestrator.Grains.Decisions.Search.Learning;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search.Tpe;

/// <summary>Tree-structured Parzen estimator, joint over all keys.</summary>
/// <remarks>
/// Bergstra, Bardenet, Bengio, Kégl, "Algorithms for hyper-parameter optimization", NeurIPS 2011; joint kernels: Falkner, Klein, Hutter, ICML 2018;
/// components: Watanabe, arXiv 2304.11127. Several objectives: <see cref="FrontSelection"/>.
/// </remarks>
internal sealed class TpeSampler : ISampler
{
    public string Name => "tpe";
    public string Description => "Learns where good trials lie and where the others do, and tries what is much likelier among the good (Parzen estimators, joint over all keys); with several objectives, for their whole front.";

    public bool Learns => true;

    public Suggestion Suggest(SweepSpec spec, SearchHistory history, long trialNumber)
    {
        var draws = new Draws(spec.Search.Seed, trialNumber);
        if (spec.Objectives.Length > 1) return SuggestForFront(spec, history, trialNumber, draws);
        var standing = new Standing(spec, history);
        if (LearningStart.Suggest(spec, trialNumber, standing.Told, TpeModel.LeastTold) is { } start) return start;
        var good = standing.Best(TpeModel.GoodCount(standing.Told));
        return TpeModel.Suggest(spec, history, new WeightedTrials(good, [.. good.Select(_ => 1.0)]), draws);
    }

    private static Suggestion SuggestForFront(SweepSpec spec, SearchHistory history, long trialNumber, Draws draws)
    {
        var standing = new FrontStanding(spec, history);
        if (LearningStart.Suggest(spec, trialNumber, standing.Told, TpeModel.LeastTold) is { } start) return start;
        return TpeModel.Suggest(spec, history, FrontSelection.Of(standing, TpeModel.GoodCount(standing.Told)), draws);
    }
}
