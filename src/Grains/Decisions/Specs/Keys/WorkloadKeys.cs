using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;
using static Orchestrator.Grains.Decisions.Specs.Keys.KeyForms;

namespace Orchestrator.Grains.Decisions.Specs.Keys;

/// <summary>workload: what is learned from what.</summary>
internal static class WorkloadKeys
{
    public const string Kind = "workload.kind";
    public const string DataFile = "workload.data";
    public const string TimeColumn = "workload.time";
    public const string Columns = "workload.columns";
    public const string TrainSplit = "workload.split.train";
    public const string ValidationSplit = "workload.split.validation";
    public const string Points = "workload.points";
    public const string BatchTimes = "workload.batch_times";
    public const string OnSeries = "workload.kind == series";
    public const string OnSpiral = "workload.kind == cubic-spiral";

    private const string DemoSource = "torchdiffeq's ode_demo";

    public static ImmutableArray<SpecKey> All { get; } =
    [
        new(Kind, OneOf([.. WorkloadNames.All.Select(workload => workload.Name)]), "What is learned: `series` reads a CSV file, `cubic-spiral` makes torchdiffeq's demo data.")
        {
            Required = true,
            Example = WorkloadNames.Series,
            Get = spec => Text(spec.Base.Workload is WorkloadChoice.Series ? WorkloadNames.Series : WorkloadNames.CubicSpiral),
            Set = (spec, value) => spec with { Base = spec.Base with { Workload = OfKind(spec.Base.Workload, value.Text()) } },
        },
        OfSeries(DataFile, new ValueKind.Words(4096), "CSV file with a header line; relative to the sweep file.",
            series => series.File.Length == 0 ? null : Text(series.File), (series, value) => series with { File = value.Text() }) with { Required = true, Example = "data/hudson-bay.csv" },
        OfSeries(TimeColumn, new ValueKind.Words(200), "Header of the time column: rising numbers or dates.",
            series => series.TimeColumn.Length == 0 ? null : Text(series.TimeColumn), (series, value) => series with { TimeColumn = value.Text() }) with { Required = true, Example = "year" },
        OfSeries(Columns, new ValueKind.ListOf(new ValueKind.Words(200), 1), "Headers of the columns to learn. Empty cells, NA and NaN are missing values.",
            series => series.Columns.IsEmpty ? null : Texts(series.Columns), (series, value) => series with { Columns = value.Texts() }) with { Required = true, Example = "[hare, lynx]" },
        OfSeries("workload.transform", OneOf(SeriesTransforms.All), "Change of the columns before training, undone in the report: `log`, or `standardize` by mean and deviation of the training rows.",
            series => Text(series.Transform), (series, value) => series with { Transform = value.Text() }) with { CanVary = true, DefaultSource = "the data as it is" },
        OfSeries(TrainSplit, new ValueKind.Number(new NumberRange(0, 1) { LowExcluded = true }), "Share of the rows, from the first, that is trained on.",
            series => Number(series.TrainFraction), (series, value) => series with { TrainFraction = value.Number() }) with { CanVary = true, DefaultSource = "everything is trained on" },
        OfSeries(ValidationSplit, new ValueKind.Number(new NumberRange(0, 1) { HighExcluded = true }), "Share of the rows after those that only judges: `validation.loss`.",
            series => Number(series.ValidationFraction), (series, value) => series with { ValidationFraction = value.Number() }) with { CanVary = true, DefaultSource = "nothing is held out" },
        OfSpiral(Points, Counting(2, 10_000_000), "Points of the true curve, evenly spaced in time.", spiral => Whole(spiral.Points), (spiral, value) => spiral with { Points = value.Count() }),
        OfSpiral("workload.end_time", new ValueKind.Number(NumberRange.Positive), "The curve goes from time 0 to here.", spiral => Number(spiral.EndTime), (spiral, value) => spiral with { EndTime = value.Number() }),
        OfSpiral("workload.batch", Counting(1), "Pieces of the curve in one iteration.", spiral => Whole(spiral.Batch), (spiral, value) => spiral with { Batch = value.Count() }),
        OfSpiral(BatchTimes, Counting(2), "Points of one piece.", spiral => Whole(spiral.BatchTimes), (spiral, value) => spiral with { BatchTimes = value.Count() }),
    ];

    /// <summary>The condition under which a key belongs to this workload.</summary>
    public static string On(WorkloadName workload) => workload.Name == WorkloadNames.Series ? OnSeries : OnSpiral;

    private static WorkloadChoice OfKind(WorkloadChoice now, string kind) => (kind, now) switch
    {
        (WorkloadNames.Series, WorkloadChoice.Series) or (WorkloadNames.CubicSpiral, WorkloadChoice.CubicSpiral) => now,
        (WorkloadNames.Series, _) => SpecDefaults.Series,
        _ => SpecDefaults.Spiral,
    };

    private static SpecKey OfSeries(string path, ValueKind kind, string description, Func<WorkloadChoice.Series, ParameterValue?> get, Func<WorkloadChoice.Series, ParameterValue?, WorkloadChoice.Series> set)
        => Of(new SpecKey(path, kind, description) { AppliesWhen = OnSeries, Get = _ => null, Set = (spec, _) => spec }, get, set);

    private static SpecKey OfSpiral(string path, ValueKind kind, string description, Func<WorkloadChoice.CubicSpiral, ParameterValue?> get, Func<WorkloadChoice.CubicSpiral, ParameterValue?, WorkloadChoice.CubicSpiral> set)
        => Of(new SpecKey(path, kind, description) { AppliesWhen = OnSpiral, CanVary = true, DefaultSource = DemoSource, Get = _ => null, Set = (spec, _) => spec }, get, set);

    private static SpecKey Of<T>(SpecKey key, Func<T, ParameterValue?> get, Func<T, ParameterValue?, T> set) where T : WorkloadChoice => key with
    {
        Get = spec => spec.Base.Workload is T workload ? get(workload) : null,
        Set = (spec, value) => spec.Base.Workload is T workload ? spec with { Base = spec.Base with { Workload = set(workload, value) } } : spec,
    };
}
