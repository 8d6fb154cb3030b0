using System.Collections.Immutable;
using System.Text;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Specs.Conditions;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Decisions.Specs.Reading;
using Orchestrator.Grains.Decisions.Specs.Rules;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Specs.Writing;

/// <summary>A spec as YAML with every default written out. Reading it gives the same spec; keys without a meaning in any trial are left out.</summary>
internal static class ResolvedSpec
{
    public static string Yaml(SweepSpec spec)
    {
        var yaml = new StringBuilder();
        ImmutableArray<string> open = [];
        foreach (var key in SpecKeys.All.Where(key => Matters(key, spec)))
        {
            ImmutableArray<string> sections = [.. key.Path.Split('.')[..^1]];
            var common = 0;
            while (common < Math.Min(open.Length, sections.Length) && open[common] == sections[common]) common++;
            for (var level = common; level < sections.Length; level++) yaml.Append(Indent(level)).Append(sections[level]).Append(":\n");
            open = sections;
            yaml.Append(Indent(sections.Length)).Append(key.Name).Append(':').Append(ValueOf(key, spec, sections.Length + 1)).Append('\n');
        }
        return yaml.ToString();
    }

    private static bool Matters(SpecKey key, SweepSpec spec) => key.AppliesWhen is null || Combinations.Occurs(spec, ConditionParser.Parse(key.AppliesWhen));

    private static string ValueOf(SpecKey key, SweepSpec spec, int level) => key.Kind switch
    {
        ValueKind.Structure { Form: StructureForm.Space } => Block(spec.Space.Select(varied => $"{varied.Path}: {Domain(varied)}"), level),
        ValueKind.Structure { Form: StructureForm.Points } => spec.Search.Enqueued.IsEmpty ? " []" : Block(spec.Search.Enqueued.Select(point => $"- {Point(point)}"), level),
        ValueKind.Structure { Form: StructureForm.Constraints } => $" [{string.Join(", ", spec.Search.Constraints.Select(constraint => YamlText.Quoted(ConditionRules.Text(constraint))))}]",
        ValueKind.Structure { Form: StructureForm.Objectives } => Block(spec.Objectives.Select(objective => $"- {{ metric: {objective.Metric}, goal: {(objective.Goal == Goal.Maximize ? "maximize" : "minimize")} }}"), level),
        ValueKind.Structure => Block(spec.Failures.Retries.OrderBy(retry => retry.Key).Select(retry => $"{SpecNames.Of(retry.Key)}: {retry.Value}"), level),
        _ => $" {(key.Get(spec) is { } value ? YamlText.Of(value) : "null")}",
    };

    private static string Domain(SpaceKey key)
    {
        var domain = key.Domain switch
        {
            ParameterDomain.Values values => $"values: [{string.Join(", ", values.Items.Select(YamlText.Of))}]",
            ParameterDomain.Ordered values => $"{SpaceReader.ListInOrder}: [{string.Join(", ", values.Items.Select(YamlText.Of))}]",
            ParameterDomain.Uniform range => $"uniform: {Ends(new ParameterValue.Number(range.Low), new ParameterValue.Number(range.High))}",
            ParameterDomain.LogUniform range => $"log_uniform: {Ends(new ParameterValue.Number(range.Low), new ParameterValue.Number(range.High))}",
            ParameterDomain.WholeNumbers range => $"int: [{range.Low}, {range.High}]",
            ParameterDomain.LogWholeNumbers range => $"log_int: [{range.Low}, {range.High}]",
            ParameterDomain.Decades range => $"decades: {Ends(Domains.PowerOfTen(range.LowExponent), Domains.PowerOfTen(range.HighExponent))}",
            _ => throw new InvalidOperationException($"{key.Domain} cannot be written."),
        };
        domain += StepReader.Text(key.Domain);
        return key.When is null ? $"{{ {domain} }}" : $"{{ {domain}, {SpaceReader.When}: {YamlText.Quoted(ConditionRules.Text(key.When))} }}";
    }

    private static string Ends(ParameterValue low, ParameterValue high) => $"[{YamlText.Of(low)}, {YamlText.Of(high)}]";

    private static string Point(ImmutableArray<AssignedValue> point) => $"{{ {string.Join(", ", point.Select(value => $"{value.Path}: {YamlText.Of(value.Value)}"))} }}";

    private static string Block(IEnumerable<string> lines, int level)
    {
        var text = string.Concat(lines.Select(line => $"\n{Indent(level)}{line}"));
        return text.Length == 0 ? " {}" : text;
    }

    private static string Indent(int level) => new(' ', 2 * level);
}
