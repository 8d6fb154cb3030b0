using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Grains.Reports;

/// <summary>Which keys decide the first objective and the evaluations.</summary>
internal static class ImportanceSentence
{
    private const double Least = 0.3;
    private const double Worth = 0.05;
    private const int MostKeys = 3;

    /// <summary>Null without an importance to tell of.</summary>
    public static string? Of(Measures measures, ImmutableArray<MetricImportance> importance)
    {
        ImmutableArray<string> wanted = [measures.Objectives[0].Metric.Name, Metrics.NfeTotal.Name];
        var told = wanted.Distinct().Select(name => importance.FirstOrDefault(entry => entry.Metric == name)).OfType<MetricImportance>().ToArray();
        return told.Length == 0 ? null : $"{Reading.Capitalised(string.Join("; ", told.Select(Text)))}.";
    }

    /// <summary>A forest that predicts less of the variance of unseen trials than this, or a table of trials that differ by chance, says nothing about keys.</summary>
    public static bool IsReadable(MetricImportance importance) => importance.Explained >= Least || (importance.IsCoveredGrid && double.IsNaN(importance.Explained));

    private static string Text(MetricImportance importance)
    {
        if (!IsReadable(importance))
            return importance.IsCoveredGrid
                ? $"the trials differ in {importance.Metric} by hardly more than the seeds do, so it cannot be said which settings matter"
                : $"the settings do not predict {importance.Metric} well enough to say which of them matter ({Share(importance.Explained)} of the variance of unseen trials)";
        var keys = importance.Keys.Where(key => key.Share >= Worth).Take(MostKeys).Select(key => $"{key.Key} decides {Share(key.Share)}").ToList();
        if (importance.Pairs.FirstOrDefault() is { Share: >= Worth } pair) keys.Add($"{pair.First} and {pair.Second} together another {Share(pair.Share)}");
        return $"of how {importance.Metric} varies over the space, {string.Join(", ", keys)}";
    }

    private static string Share(double share) => double.IsNaN(share) ? "none" : $"{Math.Round(100 * Math.Max(0, share)):0} %";
}
