using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Reports.Importance;

/// <summary>Which keys decide which metric, for every metric of a sweep that varies.</summary>
internal static class Importances
{
    /// <summary>With fewer trials a forest says nothing.</summary>
    public const int FewestTrials = 8;

    /// <summary>From more trials a random subset of this size, fixed by their numbers, is taken.</summary>
    public const int MostTrials = 1000;

    private const int Trees = 64;
    private const double LogarithmicFrom = 10;
    private const double SmallestPair = 0.001;

    // A few failed cells leave a table a table.
    private const double CoveredFrom = 0.9;
    private const ulong SubsetSeed = 0xF_0515;
    private const ulong BootstrapSeed = 0xF_0EE5;

    public static ImmutableArray<MetricImportance> Of(SweepSpec spec, Measures measures, ImmutableArray<TrialHistory> histories)
    {
        var metrics = measures.Objectives.Select(objective => objective.Metric).Concat([measures.Error, Metrics.NfeTotal, Metrics.Seconds, measures.PeakMemory]).DistinctBy(metric => metric.Name);
        return [.. metrics.Select(metric => Of(spec, metric, histories)).OfType<MetricImportance>()];
    }

    /// <summary>Null where fewer than two keys vary, there are too few ranked trials, or all of them are alike.</summary>
    public static MetricImportance? Of(SweepSpec spec, Metric metric, ImmutableArray<TrialHistory> histories)
    {
        var sample = histories.Select(history => (History: history, Value: history.Costs([new(metric, Goal.Minimize)])?[0]))
            .Where(entry => entry.Value is not null)
            .OrderBy(entry => CounterRandom.Uniform(SubsetSeed, entry.History.Number, 0)).Take(MostTrials)
            .OrderBy(entry => entry.History.Number).ToArray();
        if (sample.Length < FewestTrials) return null;
        double[] raw = [.. sample.Select(entry => entry.Value!.Value)];
        var logarithmic = raw.Min() > 0 && raw.Max() > LogarithmicFrom * raw.Min();
        double[] values = logarithmic ? [.. raw.Select(Math.Log10)] : raw;
        if (values.Max() - values.Min() <= 1e-12 * Math.Abs(values.Max())) return null;
        var settings = sample.Select(entry => entry.History.Trial.Assignment.ToDictionary(assigned => assigned.Path, assigned => assigned.Value)).ToArray();
        ImmutableArray<Factor> factors = [.. spec.Space.Select(key => Factor.Of(key, settings.Select(setting => setting.GetValueOrDefault(key.Path)).OfType<ParameterValue>())).OfType<Factor>()];
        if (factors.Length < 2) return null;
        double[][] points = [.. settings.Select(setting => factors.Select(factor => factor.Coordinate(setting.GetValueOrDefault(factor.Path))).ToArray())];
        if (!CoversGrid(spec, factors, points)) return Of(metric.Name, logarithmic, factors, points, values);
        var table = new TreeGrower(factors, points, values, 0).Grow([.. values.Select(_ => 1.0)]);
        var real = Replicates.Reliability(values, [.. sample.Select(entry => entry.History.CostsBySeed([new(metric, Goal.Minimize)])[0])], logarithmic);
        return Shares(metric.Name, logarithmic, factors, new Forest([table], real), values.Length) with { IsCoveredGrid = true };
    }

    /// <param name="points">[trial][factor].</param>
    internal static MetricImportance Of(string metric, bool logarithmic, ImmutableArray<Factor> factors, double[][] points, double[] values)
    {
        return Shares(metric, logarithmic, factors, Forest.Grow(factors, points, values), values.Length);
    }

    private static bool CoversGrid(SweepSpec spec, ImmutableArray<Factor> factors, double[][] points)
    {
        if (factors.Any(factor => factor.IsRange) || spec.Space.Any(key => !(Domains.Count(key.Domain) <= MostTrials))) return false;
        var cells = new GridCells(spec).Total;
        return cells <= MostTrials && points.DistinctBy(point => string.Join(' ', point)).Count() >= CoveredFrom * (double)cells;
    }

    private static MetricImportance Shares(string metric, bool logarithmic, ImmutableArray<Factor> factors, Forest forest, int trials)
    {
        var trees = forest.Trees.Select(tree => new TreeVariance(factors, tree)).Where(tree => tree.Total > 0).ToArray();
        var keys = factors.Select((factor, f) => Key(factor.Path, [.. trees.Select(tree => tree.Alone(f) / tree.Total)])).OrderByDescending(key => key.Share);
        var pairs = from first in Enumerable.Range(0, factors.Length)
                    from second in Enumerable.Range(first + 1, factors.Length - first - 1)
                    let share = trees.Length == 0 ? 0 : trees.Average(tree => tree.Together(first, second) / tree.Total)
                    where share >= SmallestPair
                    orderby share descending
                    select new PairImportance(factors[first].Path, factors[second].Path, share);
        return new(metric, logarithmic, trials, forest.Explained, [.. keys], [.. pairs]);
    }

    private static KeyImportance Key(string path, double[] shares)
    {
        if (shares.Length == 0) return new(path, 0, 0);
        var mean = shares.Average();
        return new(path, mean, Math.Sqrt(shares.Average(share => (share - mean) * (share - mean))));
    }

    /// <summary>Trees on bootstrap samples of the trials.</summary>
    /// <param name="Explained">Out-of-bag R² (Breiman 2001): 1 − squared error of predictions by the trees that did not see a trial, over the variance.</param>
    private sealed record Forest(ImmutableArray<TreeNode> Trees, double Explained)
    {
        public static Forest Grow(ImmutableArray<Factor> factors, double[][] points, double[] values)
        {
            var count = values.Length;
            // A hundredth of the trials in a leaf keeps the trees of large sweeps small and out of the noise.
            var grower = new TreeGrower(factors, points, values, Math.Max(1, count / 100.0));
            var trees = ImmutableArray.CreateBuilder<TreeNode>(Importances.Trees);
            var (predicted, votes) = (new double[count], new int[count]);
            for (var tree = 0; tree < Importances.Trees; tree++)
            {
                var weights = new double[count];
                for (var draw = 0; draw < count; draw++) weights[(int)(CounterRandom.Uniform(BootstrapSeed, tree, draw) * count)]++;
                var grown = grower.Grow(weights);
                trees.Add(grown);
                for (var i = 0; i < count; i++)
                {
                    if (weights[i] > 0) continue;
                    predicted[i] += grown.Predict(factors, points[i]);
                    votes[i]++;
                }
            }

            return new(trees.MoveToImmutable(), Score(values, predicted, votes));
        }

        private static double Score(double[] values, double[] predicted, int[] votes)
        {
            var seen = Enumerable.Range(0, values.Length).Where(i => votes[i] > 0).ToArray();
            if (seen.Length < 2) return double.NaN;
            var mean = seen.Average(i => values[i]);
            var variance = seen.Sum(i => (values[i] - mean) * (values[i] - mean));
            return variance == 0 ? double.NaN : 1 - (seen.Sum(i => Math.Pow(values[i] - (predicted[i] / votes[i]), 2)) / variance);
        }
    }
}
