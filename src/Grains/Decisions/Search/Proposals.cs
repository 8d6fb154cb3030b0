using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search;

/// <summary>
/// What a sweep asks for its trials: its sampler, and where that proposes a point that breaks a constraint or was tried before, again
/// with other random numbers. Pure like a sampler: the same spec, history and number give the same point.
/// </summary>
internal static class Proposals
{
    /// <summary>A model that keeps proposing what is not allowed will not learn better from the same history.</summary>
    private const int SamplerDraws = 8;

    /// <summary>After these a part of one in a hundred of the space is missed once in 10^43 cases.</summary>
    public const int RandomDraws = 10_000;

    public static Suggestion Suggest(SweepSpec spec, SearchHistory history, long trialNumber)
    {
        var sampler = Samplers.For(spec);
        if (sampler.Learns && spec.Search.Schedule is SearchSchedule.Deterministic)
        {
            if (KnownResults.For(spec, history, trialNumber) is not { } known) return new Suggestion.WaitForResults();
            history = known;
        }
        var first = sampler.Suggest(spec, history, trialNumber);
        // A grid passes over such cells itself, and enqueued points are checked when the sweep is submitted.
        if (first is not Suggestion.Point || sampler == Samplers.Grid || trialNumber < spec.Search.Enqueued.Length || IsWanted(spec, history, first)) return first;
        for (var draw = 1; draw <= SamplerDraws; draw++)
            if (sampler.Suggest(Redrawn(spec, draw), history, trialNumber) is var again && IsWanted(spec, history, again)) return again;
        return CountedPoints.CanBeListed(spec) ? AnyLeft(spec, history, trialNumber) : AnyDrawn(spec, history, trialNumber);
    }

    /// <summary>An untried point, each with the same chance.</summary>
    private static Suggestion AnyLeft(SweepSpec spec, SearchHistory history, long trialNumber)
    {
        var left = CountedPoints.List(spec).Where(point => !IsDuplicate(spec, history, point)).ToImmutableArray();
        if (left.IsEmpty && spec.Search.Duplicates is Duplicates.Reuse && history.Trials.Any(trial => trial.Result is TrialResult.Pending)) return new Suggestion.WaitForResults();
        if (left.IsEmpty) return new Suggestion.Exhausted { Why = "every point of the space has been tried" };
        return new Suggestion.Point(left[(int)(CounterRandom.Uniform(Redrawn(spec, SamplerDraws + 1).Search.Seed, trialNumber, 0) * left.Length)]);
    }

    private static Suggestion AnyDrawn(SweepSpec spec, SearchHistory history, long trialNumber)
    {
        for (var draw = SamplerDraws + 1; draw <= SamplerDraws + RandomDraws; draw++)
            if (Samplers.Random.Suggest(Redrawn(spec, draw), history, trialNumber) is var again && IsWanted(spec, history, again)) return again;
        return new Suggestion.Exhausted { Why = $"{RandomDraws} draws found no point that is new and keeps search.constraints" };
    }

    private static bool IsWanted(SweepSpec spec, SearchHistory history, Suggestion suggestion)
        => suggestion is not Suggestion.Point { Assignment: var point } || (Constraints.Hold(spec, point) && !IsDuplicate(spec, history, point));

    /// <summary>Whether an equal trial forbids the point.</summary>
    private static bool IsDuplicate(SweepSpec spec, SearchHistory history, ImmutableArray<AssignedValue> point)
        => spec.Search.Duplicates is not Duplicates.Repeat
            && history.HasTried(point)
            && !(spec.Search.Duplicates is Duplicates.Reuse && history.HasFinished(point));

    /// <summary>Other random numbers for the same trial. The factor is the golden ratio in 64 bits: seeds of neighbouring sweeps stay apart.</summary>
    private static SweepSpec Redrawn(SweepSpec spec, int draw)
        => spec with { Search = spec.Search with { Seed = spec.Search.Seed ^ unchecked((ulong)draw * 0x9E3779B97F4A7C15) } };
}
