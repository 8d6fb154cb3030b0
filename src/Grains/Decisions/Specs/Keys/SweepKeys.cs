using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Sweeps;
using Orchestrator.Grains.Interfaces.Specs;
using static Orchestrator.Grains.Decisions.Specs.Keys.KeyForms;

namespace Orchestrator.Grains.Decisions.Specs.Keys;

/// <summary>The keys about the sweep as a whole.</summary>
internal static class SweepKeys
{
    public const string Name = "name";
    public const string Space = "space";
    public const string SearchKind = "search.kind";
    public const string Trials = "search.trials";
    public const string Enqueue = "search.enqueue";
    public const string Constraints = "search.constraints";
    public const string OfDuplicates = "search.duplicates";
    public const string Schedule = "search.schedule";
    public const string WarmStart = "search.warm_start";
    public const string SearchSeed = "search.seed";
    public const string Seeds = "replicates.seeds";
    public const string Objectives = "objectives";
    public const string Device = "resources.device";
    public const string BudgetRuns = "budget.runs";
    public const string OnAnyFailure = "failures.on_failure";
    public const string StopAfter = "failures.stop_after";
    public const string StopIfFirst = "failures.stop_if_first";
    public const string Retries = "failures.retries";

    public static SpecKey NameKey { get; } = new(Name, new ValueKind.Words(200), "What listings and reports call the sweep; any characters.")
    {
        DefaultSource = "",
        DefaultText = "the file's name",
        Get = spec => spec.Name.Length == 0 ? null : Text(spec.Name),
        Set = (spec, value) => spec with { Name = value.Text() },
    };

    public static ImmutableArray<SpecKey> All { get; } =
    [
        Structure(Space, StructureForm.Space, "The keys that vary and the values each is drawn from.", "nothing varies: one trial"),
        new(SearchKind, OneOf(() => [.. Samplers.All.Select(sampler => sampler.Name)]), "How points of the space are chosen.")
        {
            DefaultSource = "comparisons are full grids",
            Get = spec => Text(spec.Search.Kind),
            Set = (spec, value) => spec with { Search = spec.Search with { Kind = value.Text() } },
        },
        new(Trials, LongCounting(1), "Number of trials. All kinds but `grid` need it unless `budget` sets a limit; a grid stops after so many cells.")
        {
            Nullable = true,
            DefaultText = "the whole grid",
            Get = spec => Whole(spec.Search.Trials),
            Set = (spec, value) => spec with { Search = spec.Search with { Trials = value.WholeOrNone() } },
        },
        Structure(Enqueue, StructureForm.Points, "Points to run first. Each names exactly the keys that exist at it.", "none"),
        Structure(Constraints, StructureForm.Constraints, "What every point must keep, such as gradient.rtol <= solver.rtol. Points that break one are never tried.", "none"),
        new(OfDuplicates, OneOf(["avoid", "repeat", "reuse"]), "What becomes of a suggestion that equals an earlier trial: another point is drawn, it is trained again, or it gets the earlier one's results once that is finished.")
        {
            DefaultSource = "the same again would end the same; other seeds stand in `replicates.seeds`",
            Get = spec => Text(spec.Search.Duplicates switch { Duplicates.Repeat => "repeat", Duplicates.Reuse => "reuse", _ => "avoid" }),
            Set = (spec, value) => spec with { Search = spec.Search with { Duplicates = value.Text() switch { "repeat" => Duplicates.Repeat, "reuse" => Duplicates.Reuse, _ => Duplicates.Avoid } } },
        },
        new(Schedule, OneOf(["asynchronous", "deterministic"]), "Which results a search that learns knows: all that there are, or always the same ones, waiting for them.")
        {
            DefaultSource = "no device waits",
            Get = spec => Text(spec.Search.Schedule is SearchSchedule.Deterministic ? "deterministic" : "asynchronous"),
            Set = (spec, value) => spec with { Search = spec.Search with { Schedule = value.Text() == "deterministic" ? SearchSchedule.Deterministic : SearchSchedule.Asynchronous } },
        },
        new(WarmStart, new ValueKind.Words(200), "Id of an earlier, finished sweep of the same ledger. A search that learns starts from its finished trials; they are no trials of this sweep.")
        {
            Nullable = true,
            DefaultText = "none",
            Example = "hudson-bay-3fa9c1",
            Get = spec => spec.Search.WarmStart is { } start ? Text(start.SweepId) : null,
            Set = (spec, value) => spec with { Search = spec.Search with { WarmStart = value is null ? null : new WarmStart(value.Text(), 0) } },
        },
        new("search.max_parallel", Counting(1, SweepLimits.MostInFlight), "Most runs in flight at once, queued ones included: one per device slot of the cluster keeps all busy. A search that learns or compares decides better with few.")
        {
            Nullable = true,
            DefaultText = $"{SweepLimits.Window}; {SweepLimits.LearningWindow}, or one trial's seeds, where the search learns or a scheduler stops runs early",
            Example = "8",
            Get = spec => Whole(spec.Search.MaxParallel),
            Set = (spec, value) => spec with { Search = spec.Search with { MaxParallel = (int?)value.WholeOrNone() } },
        },
        new(SearchSeed, LongCounting(0), "Seed of the suggestions. The same seed gives the same points.")
        {
            DefaultSource = "",
            Get = spec => Whole((long)spec.Search.Seed),
            Set = (spec, value) => spec with { Search = spec.Search with { Seed = (ulong)value.Whole() } },
        },
        new(Seeds, new ValueKind.ListOf(LongCounting(0), 1), "Every trial runs once per seed; tables show means over seeds.")
        {
            DefaultSource = "one run per trial",
            Example = "[0, 1, 2]",
            Get = spec => Wholes(spec.Seeds.Select(seed => (long)seed)),
            Set = (spec, value) => spec with { Seeds = [.. ((ParameterValue.List)value!).Items.Select(item => (ulong)item.Whole())] },
        },
        Structure(Objectives, StructureForm.Objectives, "What counts. The first objective ranks trials, all together make the Pareto front.", "validation.loss where rows are held out, else training.loss; minimised"),
        .. SchedulerKeys.All,
        OfBudget(BudgetRuns, LongCounting(1), "Most runs (not attempts) that are started.", budget => Whole(budget.Runs), (budget, value) => budget with { Runs = value.WholeOrNone() }),
        OfBudget("budget.nfe", new ValueKind.Number(NumberRange.Positive), "Function evaluations, all passes of all runs together, after which nothing new is started.", budget => Number(budget.FunctionEvaluations), (budget, value) => budget with { FunctionEvaluations = value.NumberOrNone() }),
        OfBudget("budget.seconds", new ValueKind.Number(NumberRange.Positive), "Seconds of training on devices, all runs together, after which nothing new is started.", budget => Number(budget.Seconds), (budget, value) => budget with { Seconds = value.NumberOrNone() }),
        OfBudget("budget.target", new ValueKind.Number(NumberRange.Any), "Value of the first objective that is good enough: the search ends when a trial's mean over all its seeds reaches it.", budget => Number(budget.Target), (budget, value) => budget with { Target = value.NumberOrNone() }) with
            { DefaultText = "none", Example = "0.01" },
        OfBudget("budget.wall", new ValueKind.Duration(), "Time that the sweep is served; after it runs under way are stopped.", budget => Span(budget.Wall), (budget, value) => budget with { Wall = value.SpanOrNone() }),
        OfBudget("budget.per_run", new ValueKind.Duration(), "Training time of one run, all attempts together; more ends it with timed-out.", budget => Span(budget.PerRun), (budget, value) => budget with { PerRun = value.SpanOrNone() }),
        OfResources(Device, OneOf(SpecNames.Devices), "Kind of device; `cuda`: an NVIDIA GPU; `external`: other programs train the runs, which they get from `orchestrator ask`.", "whatever is free", need => Text(need.Device), (need, value) => need with { Device = value.Text() }),
        OfResources("resources.slots", Counting(1, 1024), "Slots of the device that one run takes.", "one", need => Whole(need.Slots), (need, value) => need with { Slots = value.Count() }),
        OfResources("resources.threads", Counting(1, 1024), "Processor threads that one operation of a run may be split over, at most all cores. The run takes the slots of so many cores.", "one", need => Whole(need.Threads), (need, value) => need with { Threads = value.Count() }),
        OfResources("resources.memory", new ValueKind.Memory(), "Memory that one run takes of its device, at most all of it. Once a run of the same trial has ended, the peak that was measured counts instead.", "", need => Bytes(need.MemoryBytes), (need, value) => need with { MemoryBytes = value.BytesOrNone() }) with
            { Nullable = true, DefaultText = "not counted", Example = "2GiB" },
        OfResources("resources.exclusive", new ValueKind.Flag(), "Timing lane: nothing else runs on the device meanwhile, so that times and memory can be compared.", "devices are shared", need => Flag(need.Exclusive), (need, value) => need with { Exclusive = value.Flag() }),
        OfResources("resources.priority", new ValueKind.Whole(new NumberRange(-100, 100)), "Runs of a sweep with a higher one get free devices first; sweeps of equal priority share them evenly. Nothing that runs is stopped for it.", "all sweeps are equal", need => Whole(need.Priority), (need, value) => need with { Priority = value.Count() }),
        OfResources("resources.isolation", OneOf(["thread", "process"]), "Where a run computes: on a thread of the silo, or in a process of its slot, whose end (native abort, out of memory, hang) costs an attempt and never the silo, and whose peak memory is the run's own.", "what is built in does not abort", need => Text(need.Isolation is Isolation.Process ? "process" : "thread"), (need, value) => need with { Isolation = value.Text() == "process" ? Isolation.Process : Isolation.Thread }),
        new(OnAnyFailure, OneOf(["continue", "stop"]), "Whether the first failed run ends the sweep.")
        {
            DefaultSource = "a failure is a result",
            Get = spec => Text(spec.Failures.OnFailure == OnFailure.Stop ? "stop" : "continue"),
            Set = (spec, value) => spec with { Failures = spec.Failures with { OnFailure = value.Text() == "stop" ? OnFailure.Stop : OnFailure.Continue } },
        },
        OfFailures(StopAfter, "So many failed runs end the sweep.", failures => failures.StopAfter, (failures, count) => failures with { StopAfter = count }),
        OfFailures(StopIfFirst, "The sweep ends if its first so many runs all fail: then something is wrong with all of them.", failures => failures.StopIfFirst, (failures, count) => failures with { StopIfFirst = count }),
        new("failures.hung_after", new ValueKind.Duration(), "An attempt that completes no iteration for so long hangs: it counts as device-lost, and its slot stays taken until the device lets go.")
        {
            DefaultSource = "longer than an iteration should take",
            Get = spec => Span(spec.Failures.HungAfter),
            Set = (spec, value) => spec with { Failures = spec.Failures with { HungAfter = value.SpanOrNone()!.Value } },
        },
        Structure(Retries, StructureForm.Retries, "Extra attempts by cause of failure.", "device-lost: 3, out-of-memory: 1, internal: 1; the rest are results"),
    ];

    private static SpecKey Structure(string path, StructureForm form, string description, string defaultText)
        => new(path, new ValueKind.Structure(form), description) { DefaultText = defaultText, Get = _ => null, Set = (spec, _) => spec };

    private static SpecKey OfBudget(string path, ValueKind kind, string description, Func<Budget, ParameterValue?> get, Func<Budget, ParameterValue?, Budget> set)
        => new(path, kind, description)
        {
            Nullable = true,
            DefaultText = "unlimited",
            Example = kind is ValueKind.Duration ? "30m" : "500",
            Get = spec => get(spec.Budget),
            Set = (spec, value) => spec with { Budget = set(spec.Budget, value) },
        };

    private static SpecKey OfFailures(string path, string description, Func<FailurePolicy, int?> get, Func<FailurePolicy, int?, FailurePolicy> set)
        => new(path, Counting(1), description)
        {
            Nullable = true,
            DefaultText = "unlimited",
            Example = "3",
            Get = spec => Whole(get(spec.Failures)),
            Set = (spec, value) => spec with { Failures = set(spec.Failures, (int?)value.WholeOrNone()) },
        };

    private static SpecKey OfResources(string path, ValueKind kind, string description, string source, Func<ResourceNeed, ParameterValue?> get, Func<ResourceNeed, ParameterValue?, ResourceNeed> set)
        => new(path, kind, description)
        {
            DefaultSource = source,
            Get = spec => get(spec.Resources),
            Set = (spec, value) => spec with { Resources = set(spec.Resources, value) },
        };
}
