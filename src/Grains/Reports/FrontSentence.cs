using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Grains.Reports;

/// <summary>How sure the front of the objectives is.</summary>
internal static class FrontSentence
{
    /// <summary>On the front in at least this share of the resamples: sure to the level of the intervals.</summary>
    public const double Sure = 0.95;

    private const double Contender = 0.05;

    /// <summary>Null for a single objective or one seed: there is nothing to tell.</summary>
    public static string? Of(Measures measures, ImmutableArray<TrialSummary> summaries)
    {
        var told = summaries.Where(trial => trial.FrontProbability is not null).ToArray();
        if (measures.Objectives.Length < 2 || told.Length == 0) return null;
        var front = told.Where(trial => trial.ParetoOptimal).ToArray();
        var sure = front.Count(trial => trial.FrontProbability >= Sure);
        var objectives = string.Join(" and ", measures.Objectives.Select(objective => objective.Metric.Name));
        var contenders = told.Where(trial => !trial.ParetoOptimal && trial.FrontProbability >= Contender).OrderByDescending(trial => trial.FrontProbability).ToArray();
        var outside = contenders.Length == 0 ? "no other trial is there in more than 5 %"
            : $"{Format.Count(contenders.Length, "other trial is", "other trials are")} there in more than 5 %, trial {contenders[0].Number} most often ({Share(contenders[0])})";
        return $"Of the {Format.Count(front.Length, "trial", "trials")} on the front of {objectives}, {sure} {(sure == 1 ? "is" : "are")} there in 95 % or more of the resamples of the seeds; {outside}.";
    }

    public static string Share(TrialSummary trial) => $"{Math.Round(100 * trial.FrontProbability ?? 0):0} %";
}
