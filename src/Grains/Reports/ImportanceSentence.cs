using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Grains.Reports;

/// <summary>Which keys decide the first objective and the evaluations.</summary>
internal static class ImportanceSentence
{
    /// <summary>A forest that predicts less of the variance of unseen trials than this says nothing about keys.</summary>
    public const double Readable = 0.3;

    private const double Worth = 0.05;
    private const int MostKeys = 3;

    /// <summary>Null without an importance to tell of.</summary>
    public static string? Of(Measures measures, ImmutableArray<MetricImportance> importance)
    {
        ImmutableArray<string> wanted = [measures.Objectives[0].Metric.Name, Metrics.NfeTotal.Name];
        var told = wanted.Distinct().Select(name => importance.FirstOrDefault(entry => entry.Metric == name)).OfType<MetricImportance>().ToArray();
        return told.Length == 0 ? null : $"{Reading.Capitalised(string.Join("; ", told.Select(Text)))} (shares of the variance over the space).";
    }

    private static string Text(MetricImportance importance)
    {
        if (!(importance.Explained >= Readable))
            return $"the settings do not predict {importance.Metric} well enough to say which of them matter ({Share(importance.Explained)} of the variance of unseen trials)";
        var keys = importance.Keys.Where(key => key.Share >= Worth).Take(MostKeys).Select(key => $"{key.Key} decides {Share(key.Share)}").ToList();
        if (importance.Pairs.FirstOrDefault() is { Share: >= Worth } pair) keys.Add($"{pair.First} and {pair.Second} together another {Share(pair.Share)}");
        return $"of {importance.Metric}, {string.Join(", ", keys)}";
    }

    private static string Share(double share) => double.IsNaN(share) ? "none" : $"{Math.Round(100 * Math.Max(0, share)):0} %";
}
