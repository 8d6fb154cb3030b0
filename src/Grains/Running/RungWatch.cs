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
    private volatile bool _isBeingJudged;
    private TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when an observation at the level has been made.</summary>
    public Task Reached => Volatile.Read(ref _reached).Task;

    /// <summary>Null: none, or the answer for the last one is not here yet.</summary>
    public double? Level => Volatile.Read(ref _level) is var level && double.IsPositiveInfinity(level) ? null : level;

    /// <summary>Between an observation at the level and the answer.</summary>
    public bool IsBeingJudged => _isBeingJudged;

    /// <summary>Training thread.</summary>
    public bool IsReached(int iteration, long evaluations, TimeSpan elapsed) => Volatile.Read(ref _level) <= resource switch
    {
        SchedulerResource.FunctionEvaluations => evaluations,
        SchedulerResource.Seconds => elapsed.TotalSeconds,
        _ => iteration,
    };

    /// <summary>Training thread.</summary>
    public void Observed(Observation observation)
    {
        if (CurvePoints.ResourceOf(resource, observation) < Volatile.Read(ref _level)) return;
        Volatile.Write(ref _passed, Volatile.Read(ref _level));
        _isBeingJudged = true;
        Volatile.Write(ref _level, None);
        Volatile.Read(ref _reached).TrySetResult();
    }

    /// <summary>Pump: what was observed is on its way.</summary>
    public void Take()
    {
        if (Reached.IsCompleted) Volatile.Write(ref _reached, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }

    /// <summary>Pump: a message was answered. An answer that crossed with an observation at the level still names the old one.</summary>
    /// <param name="lastSent">The newest observation of that message; null: it had none.</param>
    /// <param name="level">The level that the run waits for now; null: none.</param>
    public void Answered(Observation? lastSent, double? level)
    {
        var passed = Volatile.Read(ref _passed);
        if (level is { } next && next > passed) Volatile.Write(ref _level, next);
        if (lastSent is not null && CurvePoints.ResourceOf(resource, lastSent) >= passed) _isBeingJudged = false;
    }
}
