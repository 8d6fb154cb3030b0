using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Reports;

namespace Orchestrator.Grains.Decisions.Pruning;

/// <summary>What the rules need to know of a run: a fold over its reports.</summary>
internal sealed record RunTrail
{
    public static RunTrail Start { get; } = new();

    /// <summary>Of the newest report; 0: there is none.</summary>
    public int Iteration { get; private init; }

    /// <summary>Of all passes since iteration 0.</summary>
    public long Evaluations { get; private init; }

    /// <summary>Accepted, of all passes since iteration 0.</summary>
    public long Steps { get; private init; }

    /// <summary>Up to the newest report; null: the rules have not looked yet.</summary>
    public EvaluationRate? Rate { get; private init; }

    /// <summary>Up to the first report that the rules looked at.</summary>
    public EvaluationRate? FirstRate { get; private init; }

    /// <summary>The objective in the newest report, NaN and infinities as measured; null: it has none.</summary>
    public double? Value { get; private init; }

    /// <summary>The value that the next improvement is measured from; null: there was no finite one.</summary>
    public double? Best { get; private init; }

    /// <summary>Iteration of the last improvement, or of the first report that the rules looked at.</summary>
    public int ImprovedAt { get; private init; }

    /// <summary>A report that does not go beyond what is known changes nothing.</summary>
    public RunTrail With(RunRules rules, Observation report)
    {
        if (report.Iteration <= Iteration) return this;
        var next = this with { Iteration = report.Iteration, Evaluations = report.NfeTotal, Steps = report.AcceptedSteps };
        if (report.Iteration < rules.Pruning.After) return next;
        double iterations = report.Iteration - Iteration;
        var rate = new EvaluationRate(Iteration + 1, report.Iteration, (report.NfeTotal - Evaluations) / iterations, (report.AcceptedSteps - Steps) / iterations);
        var value = Metrics.Find(rules.Objective.Metric)?.Read(report);
        var improved = value is { } found && double.IsFinite(found) && (Best is not { } best || IsImprovement(rules, found, best));
        return next with
        {
            Rate = rate,
            FirstRate = FirstRate ?? rate,
            Value = value,
            Best = improved ? value : Best,
            ImprovedAt = improved || FirstRate is null ? report.Iteration : ImprovedAt,
        };
    }

    private static bool IsImprovement(RunRules rules, double value, double best)
        => (rules.Objective.Goal == Goal.Maximize ? value - best : best - value) is var gain && gain > 0 && gain >= rules.Pruning.LeastImprovement;
}
