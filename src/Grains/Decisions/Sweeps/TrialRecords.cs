using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Scheduling;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Sweeps;

/// <summary>
/// What a sampler knows of a sweep: a fold over its trials and tells. It grows in place, because a history is handed out at every
/// suggestion and must not be copied; nothing else of it can be changed.
/// </summary>
/// <param name="earlier">Trials of an earlier sweep that the search starts from, numbered up to −1.</param>
internal sealed class TrialRecords(SweepSpec spec, ImmutableArray<TrialRecord> earlier)
{
    private readonly List<TrialRecord> _trials = [.. earlier];
    private readonly List<RunEnd?[]> _ends = [];
    private readonly TriedPoints _tried = new();

    public TrialRecords(SweepSpec spec)
        : this(spec, []) { }

    /// <summary>One run that is over or set aside.</summary>
    /// <param name="Last">Null: nothing was measured.</param>
    private sealed record RunEnd(TellKind Kind, CurvePoint? Last);

    /// <summary>Everything there is.</summary>
    public SearchHistory All => new(_trials) { Tried = _tried };

    public ImmutableArray<AssignedValue> AssignmentOf(int number) => number < _ends.Count ? _trials[Place(number)].Assignment : [];

    /// <summary>The first trial of this sweep at the point; null: none.</summary>
    public int? NumberOf(ImmutableArray<AssignedValue> point)
        => _tried.Contains(point) ? _trials.FindIndex(earlier.Length, trial => trial.Assignment.SequenceEqual(point)) - earlier.Length : null;

    private int Place(int number) => earlier.Length + number;

    public void Proposed(int number, ImmutableArray<AssignedValue> assignment)
    {
        var record = new TrialRecord(number, assignment, new TrialResult.Pending());
        if (number < _ends.Count)
        {
            _tried.Remove(_trials[Place(number)].Assignment);
            _tried.Add(assignment);
            _trials[Place(number)] = record;
            _ends[number] = new RunEnd?[spec.Seeds.Length];
            return;
        }
        if (number > _ends.Count) throw new InvalidOperationException($"Trial {number} was proposed before trial {_ends.Count}; trials are numbered without gaps.");
        _tried.Add(assignment);
        _trials.Add(record);
        _ends.Add(new RunEnd?[spec.Seeds.Length]);
    }

    public void Heard(TellRow tell)
    {
        if (tell.Kind is TellKind.Judged) return;
        var ends = _ends[tell.Run.TrialNumber];
        ends[tell.Run.Replicate] = tell.Kind is TellKind.Resumed or TellKind.Repeated
            ? null
            : new RunEnd(tell.Kind, tell.Last is null ? null : CurvePoints.Of(spec, tell.Last));
        var place = Place(tell.Run.TrialNumber);
        _trials[place] = _trials[place] with { Result = ResultOf(ends) };
    }

    /// <summary>The first earlier trial at the same point whose run of this replicate has completed with a value; null: none.</summary>
    public int? SameAs(int number, int replicate)
    {
        var point = AssignmentOf(number);
        for (var other = 0; other < number; other++)
            if (_ends[other][replicate] is { Kind: TellKind.Completed, Last: not null } && AssignmentOf(other).SequenceEqual(point)) return other;
        return null;
    }

    /// <summary>The trial with its mean of the first objective, if that is as good as the target and every run of it has completed with a value.</summary>
    public TrialScore? Reaches(int number)
    {
        if (spec.Budget.Target is not { } target || !_ends[number].All(end => end is { Kind: TellKind.Completed })) return null;
        var values = _ends[number].Select(end => end!.Last is { } last ? last.Values[0] : double.NaN);
        if (TrialRanking.Mean(values) is not { } mean) return null;
        return (spec.Objectives[0].Goal == Goal.Maximize ? mean >= target : mean <= target) ? new TrialScore(number, mean) : null;
    }

    private TrialResult ResultOf(RunEnd?[] ends)
    {
        if (ends.Any(e => e is null)) return new TrialResult.Pending();
        if (Points(ends, e => e.Kind == TellKind.Completed) is { Length: > 0 } completed) return new TrialResult.Finished(Means(completed));
        return Points(ends, e => e.Kind is TellKind.Pruned or TellKind.Paused) is { Length: > 0 } stopped
            ? new TrialResult.Pruned(Means(stopped), stopped.Min(p => p.Resource))
            : new TrialResult.Failed();
    }

    private static CurvePoint[] Points(RunEnd?[] ends, Func<RunEnd, bool> isWanted) => [.. ends.Where(e => isWanted(e!)).Select(e => e!.Last).OfType<CurvePoint>()];

    /// <summary>Over the finite values; NaN where there is none.</summary>
    private ImmutableArray<double> Means(CurvePoint[] points)
    {
        var means = ImmutableArray.CreateBuilder<double>(spec.Objectives.Length);
        for (var objective = 0; objective < spec.Objectives.Length; objective++)
        {
            var finite = points.Select(p => p.Values[objective]).Where(double.IsFinite).ToArray();
            means.Add(finite.Length > 0 ? finite.Average() : double.NaN);
        }
        return means.MoveToImmutable();
    }
}
