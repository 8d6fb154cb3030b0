using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Sweeps;

/// <summary>Whether a sweep may start another run. Runs are limited exactly; evaluations, seconds and wall time are noticed when a run ends or the clock is read.</summary>
internal static class SweepBudget
{
    public static bool AllowsMore(SweepSpec spec, SweepState state) => !RunsSpent(spec, state) && AllowsTakingUp(spec, state);

    /// <summary>Whether a run that has begun before may go on: it is no new run.</summary>
    public static bool AllowsTakingUp(SweepSpec spec, SweepState state) => state.Reached is null && !EvaluationsSpent(spec, state) && !SecondsSpent(spec, state) && !WallSpent(spec, state);

    public static bool WallSpent(SweepSpec spec, SweepState state) => spec.Budget.Wall is { } wall && state.WallUsed >= wall;

    /// <summary>For people: which limit ended the sweep.</summary>
    public static string? Reason(SweepSpec spec, SweepState state)
    {
        if (state.Reached is { } reached) return $"trial {reached.Trial} reached budget.target of {spec.Budget.Target:G} with {reached.Mean:G6}";
        if (WallSpent(spec, state)) return $"budget.wall of {spec.Budget.Wall:c} is used up";
        if (EvaluationsSpent(spec, state)) return $"budget.nfe of {spec.Budget.FunctionEvaluations:G} function evaluations is used up";
        if (SecondsSpent(spec, state)) return $"budget.seconds of {spec.Budget.Seconds:G} is used up";
        return RunsSpent(spec, state) ? $"budget.runs of {spec.Budget.Runs} is used up" : null;
    }

    private static bool RunsSpent(SweepSpec spec, SweepState state) => spec.Budget.Runs is { } runs && state.Created - state.Skipped - state.Reused >= runs;

    private static bool SecondsSpent(SweepSpec spec, SweepState state) => spec.Budget.Seconds is { } limit && state.TrainingSeconds >= limit;

    private static bool EvaluationsSpent(SweepSpec spec, SweepState state)
        => spec.Budget.FunctionEvaluations is { } limit && state.FunctionEvaluations >= limit;
}
