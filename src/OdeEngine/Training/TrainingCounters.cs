using Orchestrator.OdeEngine.Output;
using Orchestrator.OdeEngine.Problems;

namespace Orchestrator.OdeEngine.Training;

/// <summary>Where a run stands, besides its parameters and optimiser: counters over all attempts.</summary>
internal sealed record TrainingCounters(int Iteration, double LastLoss, FunctionEvaluations Evaluations, long AcceptedSteps, long RejectedSteps, double SmallestStep, double LargestStep, long PeakBytes, PhaseTimes Times)
{
    public static TrainingCounters Zero { get; } = new(0, double.NaN, default, 0, 0, 0, 0, 0, PhaseTimes.Zero);

    public TrainingCounters Plus(SolveStats stats) => this with
    {
        Evaluations = Evaluations + stats.Evaluations,
        AcceptedSteps = AcceptedSteps + stats.AcceptedSteps,
        RejectedSteps = RejectedSteps + stats.RejectedSteps,
        SmallestStep = stats.AcceptedSteps == 0 ? SmallestStep : SmallestStep == 0 ? stats.SmallestStep : Math.Min(SmallestStep, stats.SmallestStep),
        LargestStep = Math.Max(LargestStep, stats.LargestStep),
    };
}
