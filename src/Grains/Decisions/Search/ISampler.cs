using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search;

/// <summary>What a sampler answers when asked for a trial.</summary>
public abstract record Suggestion
{
    private Suggestion() { }

    /// <summary>Only keys that exist at this point, in the order of the space.</summary>
    public sealed record Point(ImmutableArray<AssignedValue> Assignment) : Suggestion;

    public sealed record WaitForResults : Suggestion;

    public sealed record Exhausted : Suggestion
    {
        /// <summary>For people; null: it proposed as many trials as were asked for.</summary>
        public string? Why { get; init; }
    }
}

/// <summary>Chooses points of a search space. A pure function: same arguments, same answer, on any machine.</summary>
public interface ISampler
{
    string Name { get; }
    string Description { get; }

    /// <summary>Results change what it proposes: it is then asked as late as possible.</summary>
    bool Learns => false;

    /// <summary>It has points of its own; false: they come from outside, and the search does not end for want of them.</summary>
    bool Proposes => true;

    /// <summary>The point of trial <paramref name="trialNumber"/> (0-based; enqueued points come first and are not repeated by a grid).</summary>
    Suggestion Suggest(SweepSpec spec, SearchHistory history, long trialNumber);
}
