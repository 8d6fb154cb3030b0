using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Fronts;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search.Learning;

/// <summary>Trials by all objectives, each turned so that less is better.</summary>
/// <remarks>As <see cref="Standing"/>: finished trials before pruned ones, and among those the ones that came further first.</remarks>
internal sealed class FrontStanding
{
    private readonly ImmutableArray<double>[] _costs;
    private readonly (int Trial, double Resource)[] _ranked;

    public FrontStanding(SweepSpec spec, SearchHistory history)
    {
        _costs = new ImmutableArray<double>[history.Trials.Count];
        var ranked = new List<(int, double)>();
        for (var trial = 0; trial < _costs.Length; trial++)
        {
            var (values, resource) = history.Trials[trial].Result switch
            {
                TrialResult.Finished finished => (finished.Values, double.PositiveInfinity),
                TrialResult.Pruned pruned => (pruned.Values, pruned.Resource),
                _ => ([], 0),
            };
            if (history.Trials[trial].Result is not TrialResult.Pending) Told++;
            if (values.Length != spec.Objectives.Length || !values.All(double.IsFinite)) continue;
            _costs[trial] = [.. values.Select((value, index) => spec.Objectives[index].Goal == Goal.Minimize ? value : -value)];
            ranked.Add((trial, resource));
        }
        _ranked = [.. ranked];
    }

    /// <summary>Trials that are over.</summary>
    public int Told { get; }

    /// <summary>One per objective, less is better; only of trials in <see cref="Layers"/>.</summary>
    public ImmutableArray<double> CostsOf(int trial) => _costs[trial];

    /// <summary>Trials with finite values as fronts, the best first, until they are so many or there are no more; the last front is whole.</summary>
    public ImmutableArray<ImmutableArray<int>> Layers(int wanted)
    {
        var layers = ImmutableArray.CreateBuilder<ImmutableArray<int>>();
        foreach (var level in _ranked.GroupBy(trial => trial.Resource, trial => trial.Trial).OrderByDescending(level => level.Key))
        {
            if (wanted <= 0) break;
            int[] trials = [.. level];
            layers.AddRange(ParetoFront.Layers([.. trials.Select(CostsOf)], wanted).Select(layer => layer.Select(position => trials[position]).ToImmutableArray()));
            wanted -= trials.Length;
        }
        return layers.ToImmutable();
    }
}
