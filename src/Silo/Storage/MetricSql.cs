namespace Orchestrator.Silo.Storage;

/// <summary>A run's metrics as expressions over the JSON of its last observation. A value that is not finite is stored as a text and has none.</summary>
internal static class MetricSql
{
    public const string Evaluations = "nfe.total";
    public const string Seconds = "time.seconds";

    /// <summary>SQL over the column <c>r.last</c>; NULL for a metric that this version does not know.</summary>
    /// <param name="number">The number at a path of that column, keys joined by dots, in the database's own words.</param>
    public static string Of(string metric, Func<string, string> number) => metric switch
    {
        "training.loss" => number("trainingLoss"),
        "validation.loss" => number("validationLoss"),
        "nfe.forward" => number("nfeForward"),
        "nfe.backward" => number("nfeBackward"),
        "nfe.recomputed" => number("nfeRecomputed"),
        Evaluations => Sum(number, "nfeForward", "nfeBackward", "nfeRecomputed"),
        "nfe.vjp" => number("vectorJacobianProducts"),
        Seconds => Sum(number, "seconds.data", "seconds.forward", "seconds.backward", "seconds.optimizer", "seconds.overhead"),
        "memory.peak" => number("enginePeakBytes"),
        _ => "NULL",
    };

    private static string Sum(Func<string, string> number, params string[] paths) => $"({string.Join(" + ", paths.Select(number))})";
}
