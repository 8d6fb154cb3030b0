using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search.Learning;

/// <summary>How a trial compares with others: the smaller, the better.</summary>
internal enum Tier
{
    /// <summary>Ran to its end with a finite value.</summary>
    Finished = 0,
    /// <summary>Stopped early; the further it came, the better, then by value.</summary>
    Pruned = 1,
    /// <summary>Failed, or no finite value.</summary>
    Worthless = 2,
    /// <summary>Not known yet.</summary>
    Pending = 3,
}

/// <summary>Trials by the first objective, turned so that less is better.</summary>
/// <remarks>
/// A trial that was pruned ranks behind every finished one and before one that came less far: to be let through to a higher rung is itself
/// a result, and losses at different rungs do not compare. While few trials are finished a model so learns from the highest rung that has
/// any, as in BOHB (Falkner, Klein, Hutter, ICML 2018), without a threshold of its own.
/// </remarks>
internal sealed class Standing
{
    private readonly double[] _values;
    private readonly double[] _resources;

    public Standing(SweepSpec spec, SearchHistory history)
    {
        var sign = spec.Objectives[0].Goal == Goal.Minimize ? 1 : -1;
        Tiers = new Tier[history.Trials.Count];
        _values = new double[Tiers.Length];
        _resources = new double[Tiers.Length];
        for (var trial = 0; trial < Tiers.Length; trial++)
        {
            (Tiers[trial], _values[trial], _resources[trial]) = history.Trials[trial].Result switch
            {
                TrialResult.Finished { Values: [var value, ..] } when double.IsFinite(value) => (Tier.Finished, sign * value, 0),
                TrialResult.Pruned { Values: [var value, ..] } pruned when double.IsFinite(value) => (Tier.Pruned, sign * value, pruned.Resource),
                TrialResult.Pending => (Tier.Pending, 0, 0),
                _ => (Tier.Worthless, 0, 0),
            };
        }
        Told = Tiers.Count(tier => tier != Tier.Pending);
    }

    public Tier[] Tiers { get; }

    /// <summary>Trials that are over.</summary>
    public int Told { get; }

    /// <summary>First objective, less is better; only of finished and pruned trials.</summary>
    public double ValueOf(int trial) => _values[trial];

    public int Compare(int a, int b)
    {
        if (Tiers[a] != Tiers[b]) return Tiers[a].CompareTo(Tiers[b]);
        if (_resources[a] != _resources[b]) return _resources[b].CompareTo(_resources[a]);
        return _values[a] != _values[b] ? _values[a].CompareTo(_values[b]) : a.CompareTo(b);
    }

    /// <summary>The best trials with a value, best first.</summary>
    public int[] Best(int count)
    {
        var best = new List<int>(count + 1);
        for (var trial = 0; trial < Tiers.Length; trial++)
        {
            if (Tiers[trial] > Tier.Pruned || (best.Count == count && (count == 0 || Compare(trial, best[^1]) > 0))) continue;
            var place = best.FindIndex(other => Compare(trial, other) < 0);
            best.Insert(place < 0 ? best.Count : place, trial);
            if (best.Count > count) best.RemoveAt(count);
        }
        return [.. best];
    }
}
