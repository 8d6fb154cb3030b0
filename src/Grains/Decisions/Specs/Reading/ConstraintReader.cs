using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Specs.Conditions;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Specs.Reading;

/// <summary>search.constraints.</summary>
internal static class ConstraintReader
{
    private const string Example = "gradient.rtol <= solver.rtol";

    public static ImmutableArray<SpaceCondition> Read(SpecNode node, SpecErrors errors)
    {
        if (node is SpecNode.Scalar { IsNull: true }) return [];
        if (node is SpecNode.Sequence list)
            return [.. list.Items.Select((item, index) => Constraint(item, $"{SweepKeys.Constraints}[{index}]", errors)).OfType<SpaceCondition>()];
        errors.Add(node.Place, SweepKeys.Constraints, node.Given, "`constraints` is a list of conditions", $"write [ \"{Example}\" ]");
        return [];
    }

    private static SpaceCondition? Constraint(SpecNode item, string path, SpecErrors errors)
    {
        if (item is SpecNode.Scalar { IsNull: false } text) return ConditionParser.Parse(text, path, errors, ConditionUse.Constraint);
        errors.Add(item.Place, path, item.Given, "a constraint is a condition", $"such as \"{Example}\"");
        return null;
    }
}
