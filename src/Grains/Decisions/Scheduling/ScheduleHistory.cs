using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Scheduling.Rungs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Scheduling;

/// <summary>
/// All that a scheduler knows of a sweep. Immutable: whoever holds it adds to it and keeps the new one. Adding costs O(log n) per level
/// passed. It depends on what was told of each run, in the order of that run's reports, and neither on how the runs' reports were mixed
/// nor on copies: so it can be built again from the ledger, run by run.
/// </summary>
public sealed class ScheduleHistory
{
    private static readonly ImmutableSortedDictionary<RunKey, RunCurve> _noRuns = ImmutableSortedDictionary<RunKey, RunCurve>.Empty;

    private readonly SweepSpec _spec;
    private readonly RungPlan _plan;

    /// <summary>False where every run is trained to its end: then nobody asks for curves and ranks, and a large sweep need not keep them.</summary>
    private readonly bool _ranks;

    private ScheduleHistory(SweepSpec spec)
    {
        var scheduler = Schedulers.Of(spec);
        (_spec, _plan, _ranks) = (spec, scheduler.Rungs(spec), scheduler != Schedulers.None);
    }

    private ScheduleHistory(ScheduleHistory before)
    {
        (_spec, _plan, _ranks) = (before._spec, before._plan, before._ranks);
        (Runs, Rungs, Assignments, Finals) = (before.Runs, before.Rungs, before.Assignments, before.Finals);
        (Running, Completed, Behind, MoreTrials) = (before.Running, before.Completed, before.Behind, before.MoreTrials);
    }

    public static ScheduleHistory For(SweepSpec spec) => new(spec);

    /// <summary>Every run that has begun.</summary>
    public ImmutableSortedDictionary<RunKey, RunCurve> Runs { get; private init; } = _noRuns;

    /// <summary>Who has arrived where. Absent: nobody.</summary>
    public ImmutableDictionary<RungKey, Rung> Rungs { get; private init; } = ImmutableDictionary<RungKey, Rung>.Empty;

    /// <summary>Values that trials are trained with now.</summary>
    public ImmutableDictionary<int, ImmutableArray<AssignedValue>> Assignments { get; private init; } = ImmutableDictionary<int, ImmutableArray<AssignedValue>>.Empty;

    /// <summary>Trials whose replicates have all completed, ranked by their means.</summary>
    public Rung Finals { get; private init; } = Rung.Empty([]);

    /// <summary>Runs that are running or queued: something will be heard of them.</summary>
    public int Running { get; private init; }

    /// <summary>Runs that were trained to their end.</summary>
    public int Completed { get; private init; }

    /// <summary>Paused runs of trials of which another replicate was let further, or completed: the trial cannot be ranked without them.</summary>
    public ImmutableSortedSet<RunKey> Behind { get; private init; } = [];

    /// <summary>Whether <see cref="Opening.NewTrial"/> can be followed.</summary>
    public bool MoreTrials { get; private init; } = true;

    public RunCurve? Find(RunKey run) => Runs.GetValueOrDefault(run);

    public Rung? RungAt(int group, int level) => Rungs.GetValueOrDefault(new RungKey(group, level));

    /// <summary>A trial was proposed, or goes on with other values.</summary>
    public ScheduleHistory Assigned(int trial, ImmutableArray<AssignedValue> assignment) => new(this) { Assignments = Assignments.SetItem(trial, assignment) };

    /// <summary>The sampler has no trial to offer, for good or until more is known, or the budget forbids one.</summary>
    public ScheduleHistory WithMoreTrials(bool available) => MoreTrials == available ? this : new(this) { MoreTrials = available };

    /// <summary>A run has begun, or its standing has changed.</summary>
    public ScheduleHistory Stands(RunKey run, RunStanding standing)
    {
        var before = Find(run);
        if (before?.Standing == standing) return this;
        var pauses = (before?.Pauses ?? 0) + (standing == RunStanding.Paused ? 1 : 0);
        var after = before is null ? new RunCurve(run, standing, [], []) { Pauses = pauses } : before with { Standing = standing, Pauses = pauses };
        var stood = new ScheduleHistory(this)
        {
            Runs = Runs.SetItem(run, after),
            Running = Running + Change(RunStanding.Running),
            Completed = Completed + Change(RunStanding.Completed),
        };
        return _ranks ? stood.Placed(run, 0) : stood;

        int Change(RunStanding counted) => (standing == counted ? 1 : 0) - (before?.Standing == counted ? 1 : 0);
    }

    /// <summary>A run reported. Reports that do not go beyond what is known change nothing. Tell all of them, also those between two levels.</summary>
    public ScheduleHistory Observed(RunKey run, CurvePoint point) => Observed(run, [point]);

    public ScheduleHistory Observed(RunKey run, IEnumerable<CurvePoint> points)
    {
        var before = Find(run) ?? throw new ArgumentException($"{run} reports and has not begun: tell its standing first.", nameof(run));
        if (!_ranks) return this;
        var after = CurveGrowth.Extend(before, points, _plan);
        return ReferenceEquals(after, before) ? this : new ScheduleHistory(this) { Runs = Runs.SetItem(run, after) }.Placed(run, before.Passed);
    }

    private ScheduleHistory Placed(RunKey run, int fromLevel)
    {
        var curve = Runs[run];
        var final = Final(run.Trial);
        var rungs = Rungs;
        var group = _plan.Unit == RungUnit.Run ? run.Replicate : 0;
        // A run that is over stands in every rung that others of its trial have reached.
        var reached = _plan.Unit == RungUnit.Run ? curve.Passed : Replicates(run.Trial).Max(each => each.Passed);
        for (var level = fromLevel; level < reached; level++)
            if (Standing(run, level) is { } standing)
                rungs = rungs.SetItem(new RungKey(group, level), (RungAt(group, level) ?? Rung.Empty(_spec.Objectives)).With(standing.Unit, standing.Scores, standing.Waits));
        return new(this) { Rungs = rungs, Finals = final is { } scores ? WithFinal(run.Trial, scores) : Finals, Behind = BehindOf(run.Trial) };
    }

    private ImmutableSortedSet<RunKey> BehindOf(int trial)
    {
        if (_spec.Seeds.Length == 1) return Behind;
        var replicates = Replicates(trial).ToImmutableArray();
        var furthest = replicates.Max(each => each.Standing == RunStanding.Completed ? int.MaxValue : each.Passed);
        return replicates.Aggregate(Behind, (behind, each) => each.Standing == RunStanding.Paused && each.Passed < furthest ? behind.Add(each.Run) : behind.Remove(each.Run));
    }

    private Rung WithFinal(int trial, ImmutableArray<double> scores)
        => (Finals.Count == 0 ? Rung.Empty(_spec.Objectives) : Finals).With(new RunKey(trial, 0), scores, waits: false);

    /// <summary>How the run's unit stands at a level; null: not all of it has arrived.</summary>
    private UnitStanding? Standing(RunKey run, int level)
    {
        if (_plan.Unit == RungUnit.Run)
        {
            var curve = Runs[run];
            return new UnitStanding(run, curve.AtLevels[level], curve.Standing == RunStanding.Paused && curve.Passed == level + 1);
        }
        var replicates = Replicates(run.Trial).ToImmutableArray();
        if (replicates.Length < _spec.Seeds.Length || replicates.Any(each => !each.IsOver && each.Passed <= level)) return null;
        return new UnitStanding(new RunKey(run.Trial, 0), Means(replicates.Select(each => At(each, level))), replicates.Any(each => each.Standing == RunStanding.Paused && each.Passed == level + 1));
    }

    private IEnumerable<RunCurve> Replicates(int trial)
        => Enumerable.Range(0, _spec.Seeds.Length).Select(replicate => Find(new RunKey(trial, replicate))).OfType<RunCurve>();

    /// <summary>A run that completed before the level keeps its result; one that failed or was stopped has none.</summary>
    private static ImmutableArray<double> At(RunCurve curve, int level)
        => level < curve.Passed ? curve.AtLevels[level] : curve.Standing == RunStanding.Completed && !curve.Points.IsEmpty ? curve.Points[^1].Values : [];

    private ImmutableArray<double>? Final(int trial)
    {
        var replicates = Replicates(trial).ToImmutableArray();
        return replicates.Length == _spec.Seeds.Length && replicates.All(each => each.Standing == RunStanding.Completed && !each.Points.IsEmpty)
            ? Means(replicates.Select(each => each.Points[^1].Values))
            : null;
    }

    /// <summary>By objective; NaN where a run has no such value.</summary>
    private ImmutableArray<double> Means(IEnumerable<ImmutableArray<double>> values)
    {
        var all = values.ToImmutableArray();
        return [.. _spec.Objectives.Select((_, index) => all.Average(each => index < each.Length ? each[index] : double.NaN))];
    }

    private readonly record struct UnitStanding(RunKey Unit, ImmutableArray<double> Scores, bool Waits);
}

/// <summary>A level, and who is compared there: where single runs are, the group is their replicate, else there is one group, 0.</summary>
public readonly record struct RungKey(int Group, int Level);
