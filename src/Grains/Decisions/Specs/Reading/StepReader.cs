using System.Globalization;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Specs.Reading;

/// <summary>The `step` of a range: added from value to value, or multiplied by where the range is logarithmic.</summary>
internal static class StepReader
{
    public const string Step = "step";

    /// <summary>The domain with its step; null: refused, and said so.</summary>
    public static ParameterDomain? Apply(ParameterDomain domain, SpecEntry entry, string path, SpecErrors errors)
    {
        if (domain is not (ParameterDomain.Uniform or ParameterDomain.LogUniform or ParameterDomain.WholeNumbers or ParameterDomain.LogWholeNumbers))
            return Refuse("only uniform, log_uniform, int and log_int ranges have a `step`", "leave it out");
        var whole = domain is ParameterDomain.WholeNumbers or ParameterDomain.LogWholeNumbers;
        var log = domain is ParameterDomain.LogUniform or ParameterDomain.LogWholeNumbers;
        var least = log ? 1 : 0;
        if (entry.Value is not SpecNode.Scalar scalar || (whole ? Scalars.Whole(scalar) : Scalars.Number(scalar)) is not { } step || !double.IsFinite(step) || step <= least)
            return Refuse(
                $"the step of this range is a {(whole ? "whole " : "")}number > {least}{(log ? ", which each value is multiplied by" : ", which is added to each value")}",
                $"such as step: {(log ? "10" : whole ? "2" : "0.1")}");
        return With(domain, step)
            ?? Refuse("the upper end of the range must be one of its steps", "change the end or the step so that the steps reach it");

        ParameterDomain? Refuse(string rule, string fix)
        {
            errors.Add(entry.Value.Place, path, entry.Value.Given, rule, fix);
            return null;
        }
    }

    /// <summary>As a sweep file writes it; empty where there is none.</summary>
    public static string Text(ParameterDomain domain) => domain switch
    {
        ParameterDomain.Uniform { Step: { } step } => Text(step),
        ParameterDomain.LogUniform { Step: { } factor } => Text(factor),
        ParameterDomain.WholeNumbers { Step: { } step } => Text(step),
        ParameterDomain.LogWholeNumbers { Step: { } factor } => Text(factor),
        _ => "",
    };

    private static string Text(double step) => $", {Step}: {step.ToString("R", CultureInfo.InvariantCulture)}";

    /// <summary>Null: the steps do not reach the upper end.</summary>
    private static ParameterDomain? With(ParameterDomain domain, double step) => domain switch
    {
        ParameterDomain.Uniform range => Steps.Count(range.Low, range.High, step) is null ? null : range with { Step = step },
        ParameterDomain.LogUniform range => Steps.CountFactors(range.Low, range.High, step) is null ? null : range with { Step = step },
        ParameterDomain.WholeNumbers range => ((Int128)range.High - range.Low) % (long)step != 0 ? null : range with { Step = (long)step },
        ParameterDomain.LogWholeNumbers range => Steps.CountFactors(range.Low, range.High, (long)step) is null ? null : range with { Step = (long)step },
        _ => throw new ArgumentException($"{domain} has no step.", nameof(domain)),
    };
}
