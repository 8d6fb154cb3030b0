using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Reports;

namespace Orchestrator.Grains.Decisions.Specs.Reading;

/// <summary>objectives and failures.retries.</summary>
internal static class StructureReader
{
    public static ImmutableArray<string> Goals { get; } = ["minimize", "maximize"];

    private static readonly SpecKey _metric = Own("objectives.metric", KeyForms.OneOf(() => [.. Metrics.All.Select(metric => metric.Name)]), Metrics.ValidationLoss.Name);
    private static readonly SpecKey _goal = Own("objectives.goal", KeyForms.OneOf(Goals), "minimize");
    private static readonly SpecKey _retries = Own(SweepKeys.Retries, KeyForms.Counting(0, 1000), "3");

    public static ImmutableArray<Objective> Objectives(SpecNode node, SpecErrors errors)
    {
        if (node is not SpecNode.Sequence list)
        {
            errors.Add(node.Place, SweepKeys.Objectives, node.Given, "`objectives` is a list", "write [ { metric: validation.loss, goal: minimize } ]");
            return [];
        }
        var objectives = ImmutableArray.CreateBuilder<Objective>();
        foreach (var item in list.Items)
        {
            if (Objective(item, errors) is not { } objective) continue;
            if (objectives.Any(other => other.Metric == objective.Metric)) errors.Add(item.Place, SweepKeys.Objectives, objective.Metric, "this metric is there twice", "keep one of them");
            else objectives.Add(objective);
        }
        return objectives.ToImmutable();
    }

    public static ImmutableDictionary<FailureCause, int> Retries(SpecNode node, SpecErrors errors)
    {
        var retries = SpecDefaults.Retries;
        if (node is SpecNode.Scalar { IsNull: true }) return retries;
        if (node is not SpecNode.Mapping mapping)
        {
            errors.Add(node.Place, SweepKeys.Retries, node.Given, "`retries` holds causes and numbers", "write { device-lost: 3 }");
            return retries;
        }
        foreach (var entry in mapping.Entries)
        {
            var cause = Enum.GetValues<FailureCause>().Cast<FailureCause?>().FirstOrDefault(each => SpecNames.Of(each!.Value) == entry.Key);
            var names = SpecNames.Retryable.Select(SpecNames.Of).ToImmutableArray();
            if (cause is null) errors.Add(entry.Place, SweepKeys.Retries, entry.Key, $"unknown cause `{entry.Key}`", Nearest.Fix(entry.Key, names));
            else if (!SpecNames.Retryable.Contains(cause.Value)) errors.Add(entry.Place, SweepKeys.Retries, entry.Key, $"{entry.Key} is a result: another attempt would end the same", $"remove it; these can be retried: {string.Join(", ", names)}");
            else if (ValueReader.Read(_retries, entry.Value, errors) is { } count) retries = retries.SetItem(cause.Value, count.Count());
        }
        return retries;
    }

    private static Objective? Objective(SpecNode node, SpecErrors errors)
    {
        if (node is not SpecNode.Mapping mapping)
        {
            errors.Add(node.Place, SweepKeys.Objectives, node.Given, "an objective is { metric, goal }", "write { metric: validation.loss, goal: minimize }");
            return null;
        }
        foreach (var unknown in mapping.Entries.Where(entry => entry.Key is not ("metric" or "goal")))
            errors.Add(unknown.Place, SweepKeys.Objectives, unknown.Key, $"unknown key `{unknown.Key}`", Nearest.Fix(unknown.Key, ["metric", "goal"]));
        if (mapping.Find("metric") is not { } metric)
        {
            errors.Add(mapping.Place, SweepKeys.Objectives, mapping.Given, "an objective needs a metric", $"one of {string.Join(", ", Metrics.All.Select(each => each.Name))}");
            return null;
        }
        var name = ValueReader.Read(_metric, metric.Value, errors);
        var goal = mapping.Find("goal") is { } written ? ValueReader.Read(_goal, written.Value, errors) : KeyForms.Text("minimize");
        return name is null || goal is null ? null : new Objective(name.Text(), goal.Text() == "maximize" ? Goal.Maximize : Goal.Minimize);
    }

    private static SpecKey Own(string path, ValueKind kind, string example)
        => new(path, kind, "") { Required = true, Example = example, Get = _ => null, Set = (spec, _) => spec };
}
