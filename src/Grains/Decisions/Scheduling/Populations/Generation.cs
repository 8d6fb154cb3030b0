using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Search.Learning;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Scheduling.Populations;

/// <summary>A population of which every member has been set aside after the same number of levels, or gone on from there.</summary>
internal sealed class Generation
{
    private readonly SweepSpec _spec;
    private readonly ScheduleHistory _history;
    private readonly int _number;
    private readonly ImmutableArray<RunKey> _best;
    private readonly ImmutableHashSet<RunKey> _worst;

    private Generation(SweepSpec spec, ScheduleHistory history, int number, ImmutableArray<RunKey> ready)
    {
        (_spec, _history, _number, Ready) = (spec, history, number, ready);
        var rung = history.RungAt(0, number - 1);
        var ranked = (rung?.Units ?? []).OrderBy(unit => rung!.PlaceOf(unit) ?? int.MaxValue).ThenBy(unit => unit).ToImmutableArray();
        var finite = ranked.Count(unit => rung!.PlaceOf(unit) is not null);
        var share = ranked.Length < 2 ? 0 : Math.Clamp((int)(ranked.Length * spec.Scheduler.Quantile / 100), 1, ranked.Length / 2);
        _best = [.. ranked.Take(Math.Min(share, finite))];
        // Whoever has no finite value has nothing to lose.
        _worst = [.. ranked.Skip(Math.Min(ranked.Length - share, finite)).Except(_best)];
    }

    /// <summary>Members that wait there, by number; never empty.</summary>
    public ImmutableArray<RunKey> Ready { get; }

    /// <summary>Where members are compared next; null: they are trained to their end.</summary>
    public double? NextLevel => LevelAfter(_spec, _number);

    /// <summary>Null: somebody has still to arrive, or nobody waits.</summary>
    public static Generation? Of(SweepSpec spec, ScheduleHistory history)
    {
        var members = history.Runs.Values.Where(run => !run.IsOver).ToImmutableArray();
        if (members.IsEmpty) return null;
        // A member that has reported at a level and not been set aside yet has no checkpoint there.
        var number = members.Min(Arrived);
        ImmutableArray<RunKey> ready = number == 0 ? [] : [.. members.Where(run => run.Standing == RunStanding.Paused && Arrived(run) == number).Select(run => run.Run).Order()];
        return ready.IsEmpty ? null : new Generation(spec, history, number, ready);
    }

    /// <summary>The level of a run that has passed so many; null: there is none before its training ends.</summary>
    public static double? LevelAfter(SweepSpec spec, int passed) => Levels.Regular(spec).At(passed) is { } level && level < spec.Base.Training.Iterations ? level : null;

    /// <summary>Whose parameters a member goes on with; null: its own. One of the best, drawn; a run that failed after its report has left nothing to take over.</summary>
    public RunKey? SourceOf(RunKey member)
    {
        if (!_worst.Contains(member) || _best.IsEmpty) return null;
        var source = _best[DrawsOf(member).Below(_best.Length)];
        return _history.Find(source) is { Standing: RunStanding.Paused } curve && Arrived(curve) == _number ? source : null;
    }

    /// <summary>The member's random numbers in this generation.</summary>
    public Draws DrawsOf(RunKey member) => new(_spec.Search.Seed ^ unchecked((ulong)_number * 0xD1B54A32D192ED03), member.Trial);

    private static int Arrived(RunCurve run) => Math.Min(run.Passed, run.Pauses);
}
