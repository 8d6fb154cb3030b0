using System.Collections.Immutable;

namespace Orchestrator.OdeEngine.Workloads;

/// <summary>All workloads.</summary>
public static class WorkloadCatalogue
{
    public static WorkloadKind CubicSpiral { get; } = new(
        "cubic-spiral",
        "Learn y' = y³A, A = [[−0.1, 2], [−2, −0.1]], from short pieces of its curve from (2, 0); the ODE demo of torchdiffeq. Loss: mean absolute error.",
        [
            new("points", "integer", "1000", "points of the true curve"),
            new("end_time", "number", "25", "the curve runs from 0 to this time"),
            new("batch", "integer", "20", "pieces per iteration, drawn without repetition"),
            new("batch_times", "integer", "10", "points per piece"),
        ]);

    public static WorkloadKind Series { get; } = new(
        "series",
        "Learn the columns of a CSV as one trajectory from its first row. Loss: mean squared error of the transformed values over what was observed.",
        [
            new("data", "path", null, "CSV file with a header row, relative to the sweep file"),
            new("time", "text", null, "time column: numbers, or ISO 8601 dates"),
            new("columns", "list of text", null, "value columns; empty, NA and NaN mean not observed"),
            new("transform", "none | log | standardize", "none", "what the model sees of a value; statistics come from the training rows"),
            new("split.train", "number", "1", "first rows, as a fraction of all"),
            new("split.validation", "number", "0", "rows after them; the rest is kept for testing"),
        ]);

    public static ImmutableArray<WorkloadKind> All { get; } = [CubicSpiral, Series];
}
