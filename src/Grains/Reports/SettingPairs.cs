using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Reports;

/// <summary>Finds the pairs of trials that differ in one key only.</summary>
internal static class SettingPairs
{
    /// <summary>More rows than this are no longer read by anyone; the notes say when pairs were left out.</summary>
    public const int Limit = 500;

    /// <summary>Up to this many values of a key every two are compared; beyond it each with the first, because pairs grow with the square.</summary>
    public const int AllPairsUpTo = 4;

    private const string GradientMethod = "gradient.method";

    /// <summary>The gradient method first, then the other keys in the sweep's order; values in the order of the sweep file.</summary>
    public static ImmutableArray<SettingPair> Of(SweepSpec spec, ImmutableArray<TrialHistory> histories) =>
        // Values of a continuum hardly ever come back, so their pairs would be as many as trials and each of chance values.
        [.. spec.Space.Where(key => Domains.Count(key.Domain) is not null).OrderBy(key => key.Path == GradientMethod ? 0 : 1).SelectMany(key => OfKey(key, histories))];

    /// <summary>The paired differences of every pair in every metric. Pairs of one key are one question, so each key and metric is corrected on its own.</summary>
    public static ImmutableArray<PairedDifference> Differences(ImmutableArray<SettingPair> pairs, ImmutableArray<Metric> metrics)
    {
        var differences = new PairedDifference[pairs.Length * metrics.Length];
        foreach (var key in Enumerable.Range(0, pairs.Length).GroupBy(i => pairs[i].Key))
            for (var m = 0; m < metrics.Length; m++)
            {
                var contrasts = Contrasts.Of(key.Select(i => pairs[i].Samples(metrics[m])));
                foreach (var (i, contrast) in key.Zip(contrasts)) differences[(i * metrics.Length) + m] = pairs[i].Difference(metrics[m], contrast);
            }

        return [.. differences];
    }

    private static IEnumerable<SettingPair> OfKey(SpaceKey key, ImmutableArray<TrialHistory> histories)
    {
        var rank = ValueOrder(key, histories);
        return histories
            .Where(history => ValueOf(history, key.Path) is not null)
            .GroupBy(history => ContextKey(Context(history, key.Path)))
            .SelectMany(group => Pairs(key.Path, group, rank));
    }

    private static IEnumerable<SettingPair> Pairs(string path, IEnumerable<TrialHistory> sameContext, Dictionary<ParameterValue, int> rank)
    {
        // Of trials that repeat each other the first one speaks.
        var settings = sameContext.DistinctBy(history => ValueOf(history, path)).OrderBy(history => rank[ValueOf(history, path)!]).ToArray();
        var firsts = settings.Length <= AllPairsUpTo ? settings.Length - 1 : 1;
        for (var a = 0; a < firsts; a++)
            for (var b = a + 1; b < settings.Length; b++)
                yield return new(path, ValueOf(settings[a], path)!, ValueOf(settings[b], path)!, Context(settings[a], path), settings[a], settings[b]);
    }

    private static Dictionary<ParameterValue, int> ValueOrder(SpaceKey key, ImmutableArray<TrialHistory> histories)
    {
        IEnumerable<ParameterValue> listed = key.Domain is ParameterDomain.Values values ? values.Items : [];
        var met = histories.Select(history => ValueOf(history, key.Path)).OfType<ParameterValue>();
        var ordered = key.Domain is ParameterDomain.Values ? met : met.OrderBy(Magnitude);
        return listed.Concat(ordered).Distinct().Select((value, index) => (value, index)).ToDictionary(entry => entry.value, entry => entry.index);
    }

    private static double Magnitude(ParameterValue value) => value switch
    {
        ParameterValue.Number number => number.Value,
        ParameterValue.Whole whole => whole.Value,
        _ => 0,
    };

    private static ParameterValue? ValueOf(TrialHistory history, string path) => history.Trial.Assignment.FirstOrDefault(assigned => assigned.Path == path)?.Value;

    private static ImmutableArray<AssignedValue> Context(TrialHistory history, string path) => [.. history.Trial.Assignment.Where(assigned => assigned.Path != path)];

    /// <summary>Equal for equal settings, whatever their order.</summary>
    // Kinds are part of it: the text "1" and the number 1 are different settings. U+001F and U+001E separate, as no key or value holds them.
    public static string ContextKey(IEnumerable<AssignedValue> assignment) => string.Join('\u001e', assignment
        .OrderBy(assigned => assigned.Path, StringComparer.Ordinal)
        .Select(assigned => $"{assigned.Path}\u001f{assigned.Value.GetType().Name}\u001f{assigned.Value.Display}"));
}
