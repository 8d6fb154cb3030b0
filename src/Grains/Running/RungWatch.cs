using Orchestrator.Grains.Decisions.Scheduling;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Running;

/// <summary>
/// The resource level at which a run is judged next. The training thread asks whether it is there; the pump hears of the observation
/// that is, and sets the next level when the sweep has answered. Between the two the thread trains on and asks for nothing.
/// </summary>
internal sealed class RungWatch(SchedulerResource resource, double? first)
{
    private const double None = double.PositiveInfinity;

    private double _level = first ?? None;
    private double _passed = double.NegativeInfinity;
    private TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when an observation at the level has been made.</summary>
    public Task Reached => Volatile.Read(ref _reached).Task;

    /// <summary>Null: none, or the answer for the last one is not here yet.</summary>
    public double? Level => Volatile.Read(ref _level) is var level && double.IsPositiveInfinity(level) ? null : level;

    /// <summary>Training thread.</summary>
    public bool IsReached(int iteration, long evaluations, TimeSpan elapsed) => Volatile.Read(ref _level) <= resource switch
    {
        SchedulerResource.FunctionEvaluations => evaluations,
        SchedulerResource.Seconds => elapsed.TotalSeconds,
        _ => iteration,
    };

    /// <summary>Training thread. Answers whether this observation is the one at the level.</summary>
    public bool Observed(Observation observation)
    {
        if (CurvePoints.ResourceOf(resource, observation) < Volatile.Read(ref _level)) return false;
        Volatile.Write(ref _passed, Volatile.Read(ref _level));
        Volatile.Write(ref _level, None);
        Volatile.Read(ref _reached).TrySetResult();
        return true;
    }

    /// <summary>Pump: what was observed is on its way.</summary>
    public void Take()
    {
        if (Reached.IsCompleted) Volatile.Write(ref _reached, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }

    /// <summary>Pump: the level that the run waits for now. An answer that crossed with the observation still names the old one.</summary>
    public void Next(double? level)
    {
        if (level is { } next && next > Volatile.Read(ref _passed)) Volatile.Write(ref _level, next);
    }
}
