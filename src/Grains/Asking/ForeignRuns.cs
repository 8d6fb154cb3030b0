using Orchestrator.Grains.Actors;
using Orchestrator.Grains.Decisions.Runs;
using Orchestrator.Grains.Interfaces.Asking;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Asking;

/// <summary>Runs that a foreign program trains. They hold a lease like any other, from no pool: the asker is the worker, and as nobody takes it back the attempt is its epoch.</summary>
internal static class ForeignRuns
{
    public static Lease Lease(RunPlan plan, int attempt, string asker) => new(plan.Id, attempt, attempt, asker, ResourceNeed.External, false) { Slots = 1 };

    /// <summary>The answer to a result that changes nothing; null: it counts.</summary>
    /// <param name="last">Null: the run failed.</param>
    public static TellAnswer? KnownAnswer(RunBook book, Outcome outcome, Observation? last)
    {
        if (book.Plan is not { Resources.IsExternal: true } plan) return new TellAnswer.Refused("a device of ours trains this run", "ask for the result of its point instead");
        if (book.Run.Phase is RunPhase.Finished over)
            return over.Outcome == outcome && (last is null || last == book.Run.Last)
                ? new TellAnswer.Known()
                : new TellAnswer.Refused($"{plan.Id} is over: {RunRows.EndText(over.Outcome)}, with another result", "a result is told once; to train a failed run again use retry");
        return book.Run.Phase.Held is null ? new TellAnswer.Refused($"nobody has asked for {plan.Id}", "ask first") : null;
    }
}
