using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Orchestrator.Grains.Interfaces.Specs;

/// <summary>A sweep file after checking: typed, every default filled in.</summary>
/// <param name="Base">Settings that every run starts from; a trial overrides the keys of <paramref name="Space"/>.</param>
/// <param name="Seeds">One replicate of every trial per seed.</param>
/// <param name="Objectives">The first one ranks trials.</param>
/// <param name="ResolvedYaml">The whole spec with its defaults, as <c>show --spec</c> prints it.</param>
/// <param name="Fingerprint">SHA-256 (hex) over the resolved spec and the content of its data files: equal means the same experiment.</param>
[GenerateSerializer, Immutable, Alias("sweep-spec")]
public sealed record SweepSpec(
    string Name,
    RunSettings Base,
    ImmutableArray<SpaceKey> Space,
    SearchPlan Search,
    ImmutableArray<ulong> Seeds,
    ImmutableArray<Objective> Objectives,
    Budget Budget,
    ResourceNeed Resources,
    FailurePolicy Failures,
    string ResolvedYaml,
    string Fingerprint,
    ImmutableArray<string> Remarks)
{
    /// <summary>Number of runs of the whole sweep, budget included; null when unbounded or beyond a machine integer. Set at submission.</summary>
    [Id(0)] public long? ExpectedRuns { get; init; }

    /// <summary>How much of the resource each run is given; kind none: all of it.</summary>
    [Id(10)] public SchedulerPlan Scheduler { get; init; } = new("none", SchedulerResource.Iterations);

    /// <summary>What stops a run whatever the others do.</summary>
    [Id(20)] public PruningPlan Pruning { get; init; } = PruningPlan.None;
}

/// <summary>How points of the space are chosen.</summary>
/// <param name="Kind">A name of the sampler catalogue.</param>
/// <param name="Trials">Number of trials for samplers without an end of their own; null: the whole grid.</param>
/// <param name="Enqueued">Points to run first, complete assignments of active keys.</param>
/// <param name="Seed">Seed of the suggestions.</param>
[GenerateSerializer, Immutable, Alias("search-plan")]
public sealed record SearchPlan(string Kind, long? Trials, ImmutableArray<ImmutableArray<AssignedValue>> Enqueued, ulong Seed)
{
    /// <summary>Most runs in flight at once, queued ones included; null: what suits the kind of search.</summary>
    [Id(0)] public int? MaxParallel { get; init; }

    /// <summary>A point that breaks one of them is never tried. One about a key that a point does not have holds there.</summary>
    [Id(20)] public ImmutableArray<SpaceCondition> Constraints { get; init; } = [];

    /// <summary>What becomes of a suggestion that equals an earlier trial.</summary>
    [Id(21)] public Duplicates Duplicates { get; init; } = Duplicates.Avoid;

    /// <summary>Which results a suggestion knows.</summary>
    [Id(22)] public SearchSchedule Schedule { get; init; } = SearchSchedule.Asynchronous;

    /// <summary>Results of an earlier sweep that a search that learns starts from; null: it starts from nothing.</summary>
    [Id(23)] public WarmStart? WarmStart { get; init; }
}

/// <summary>What an earlier sweep of the same ledger had heard: the same rows whenever they are read.</summary>
/// <param name="Tells">So many of its tells count, whatever it hears later; set when the sweep that starts from them is submitted.</param>
[GenerateSerializer, Immutable, Alias("warm-start")]
public sealed record WarmStart(string SweepId, long Tells);

public enum SearchSchedule
{
    /// <summary>All that there are when it is made: nothing waits, and the order in which runs end matters.</summary>
    Asynchronous = 1,

    /// <summary>Those of all trials up to a fixed number of trials before it, waiting for them: the order in which runs end does not matter.</summary>
    Deterministic = 2,
}

public enum Duplicates
{
    /// <summary>Another point is drawn; the search ends when no other is left.</summary>
    Avoid = 1,

    /// <summary>It is trained again.</summary>
    Repeat = 2,

    /// <summary>It gets the results of the earlier trial and trains nothing. While that is not finished, another point is drawn.</summary>
    Reuse = 3,
}

public enum Goal { Minimize = 1, Maximize = 2 }

/// <param name="Metric">A metric name such as validation.loss, training.loss, nfe.total, time.seconds, memory.peak.</param>
[GenerateSerializer, Immutable, Alias("objective")]
public sealed record Objective(string Metric, Goal Goal);

/// <summary>Limits of a sweep; null: none. Runs counts runs, never attempts.</summary>
[GenerateSerializer, Immutable, Alias("budget")]
public sealed record Budget(long? Runs, double? FunctionEvaluations, TimeSpan? Wall, TimeSpan? PerRun)
{
    /// <summary>Seconds of training on devices, all runs together.</summary>
    [Id(0)] public double? Seconds { get; init; }

    /// <summary>The search ends when a trial's mean of the first objective over all its seeds is as good as this.</summary>
    [Id(1)] public double? Target { get; init; }
}

/// <param name="Device">"any", "cpu", "cuda", or "external": a program of somebody else trains the run.</param>
/// <param name="Exclusive">Timing lane: nothing else runs on that device meanwhile.</param>
[GenerateSerializer, Immutable, Alias("resource-need")]
public sealed record ResourceNeed(string Device, int Slots, bool Exclusive)
{
    public const string External = "external";
    public const string AnyDevice = "any";

    /// <summary>No device of ours trains it: whoever asks for it does.</summary>
    [JsonIgnore]
    public bool IsExternal => Device == External;

    /// <summary>Whether a device of this name (cpu, cuda:0, …) is of the kind that is wanted.</summary>
    public bool Accepts(string name) => Device == AnyDevice || name == Device || (name.Length > Device.Length && name[Device.Length] == ':' && name.StartsWith(Device, StringComparison.Ordinal));

    /// <summary>Threads that one libtorch operation of the run may be split over; below 1 means 1.</summary>
    [Id(0)] public int Threads { get; init; } = 1;

    /// <summary>Runs of a sweep with a higher one get free devices first; equal ones share them.</summary>
    [Id(1)] public int Priority { get; init; }

    /// <summary>Anything but Process means Thread.</summary>
    [Id(2)] public Isolation Isolation { get; init; } = Isolation.Thread;

    /// <summary>Memory that the run takes of its device, as far as nothing better is known; null: it is not counted.</summary>
    [Id(3)] public long? MemoryBytes { get; init; }
}

/// <summary>Where a run computes.</summary>
public enum Isolation
{
    /// <summary>On a thread of the silo: native code that aborts takes the silo along.</summary>
    Thread = 1,

    /// <summary>In a process of its slot: native code that aborts costs the attempt, and memory is measured for the run alone.</summary>
    Process = 2,
}

public enum OnFailure { Continue = 1, Stop = 2 }

/// <param name="Retries">Extra attempts by cause.</param>
[GenerateSerializer, Immutable, Alias("failure-policy")]
public sealed record FailurePolicy(OnFailure OnFailure, ImmutableDictionary<Runs.FailureCause, int> Retries)
{
    /// <summary>So many failed runs end the sweep; null: any number is allowed.</summary>
    [Id(0)] public int? StopAfter { get; init; }

    /// <summary>The sweep ends if its first so many runs all fail; null: it does not.</summary>
    [Id(1)] public int? StopIfFirst { get; init; }

    /// <summary>An attempt that completes no iteration for so long is given up; zero: never.</summary>
    [Id(2)] public TimeSpan HungAfter { get; init; }
}
