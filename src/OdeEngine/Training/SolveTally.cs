using Orchestrator.OdeEngine.Output;
using Orchestrator.OdeEngine.Problems;

namespace Orchestrator.OdeEngine.Training;

/// <summary>What the solves of one pass did that no counter knows yet.</summary>
internal sealed class SolveTally(string pass)
{
    public string Pass => pass;
    public long Solves { get; private set; }
    public FunctionEvaluations Evaluations { get; private set; }
    public long AcceptedSteps { get; private set; }
    public long RejectedSteps { get; private set; }

    public void Add(SolveStats stats)
    {
        Solves++;
        Evaluations += stats.Evaluations;
        AcceptedSteps += stats.AcceptedSteps;
        RejectedSteps += stats.RejectedSteps;
    }

    public void Clear()
    {
        Evaluations = default;
        (Solves, AcceptedSteps, RejectedSteps) = (0, 0, 0);
    }
}
