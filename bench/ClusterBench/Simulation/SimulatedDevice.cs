using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Running;

namespace Orchestrator.Simulation;

/// <summary>A device that answers with learning curves by formula, which takes no time. Everything around it is the product's own.</summary>
internal sealed class SimulatedDevice : IRunExecutor
{
    public Outcome Execute(AttemptWork work, IAttemptFeed feed)
    {
        var training = work.Plan.Settings.Training;
        for (var iteration = FormulaTraining.ResumedAt(work) + 1; iteration <= training.Iterations; iteration++)
        {
            if (iteration % training.ReportEvery != 0 && iteration != training.Iterations) continue;
            if (feed.Stop is { } reason) return FormulaTraining.Stopped(feed, reason, iteration - 1);
            feed.Observed(FormulaTraining.Observation(work.Plan, iteration));
        }
        return new Outcome.Completed(null);
    }
}
