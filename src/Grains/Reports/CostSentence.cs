using System.Collections.Immutable;

namespace Orchestrator.Grains.Reports;

/// <summary>What accuracy costs: the front of error against function evaluations.</summary>
internal static class CostSentence
{
    public static string Of(Measures measures, ImmutableArray<TrialHistory> histories)
    {
        var front = CostFront.Of(measures, histories);
        var error = measures.Error;
        if (front.Ranked == 0) return $"No trial has both a finite {error.Name} and a count of evaluations over all its runs, so accuracy and cost cannot be compared.";
        var cheapest = front.Members[0];
        var start = $"{front.Members.Length} of {Format.Count(front.Ranked, "ranked trial is", "ranked trials are")} on the front of mean {error.Name} against nfe.total";
        var members = $"{Reading.Name(cheapest.History)} is the cheapest there: {Evaluations(cheapest)} for {Format.Value(cheapest.Error, error.Unit)}";
        if (front.Members.Length == 1) return $"{start}: {members}; no other trial is more accurate at any cost.";
        var best = front.Members[^1];
        if (best.Evaluations == cheapest.Evaluations) return $"{start}, all at the same cost and accuracy; {members}.";
        return $"{start}; {members}, and {Reading.Name(best.History)} the most accurate: {Evaluations(best)}, {Factor(best.Evaluations / cheapest.Evaluations)} the evaluations, for {Format.Value(best.Error, error.Unit)} ({Format.Percent(100 * (best.Error - cheapest.Error) / Math.Abs(cheapest.Error))}). Means only; see the table for their intervals.";
    }

    private static string Evaluations(CostPoint point) => $"{Format.Value(point.Evaluations, MetricUnit.Evaluations)} evaluations";

    private static string Factor(double ratio) => $"{Format.Number(Math.Round(ratio, ratio < 10 ? 1 : 0))} times";
}
