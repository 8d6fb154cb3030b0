using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Silo.Storage;

/// <summary>Pages of trials: counted, ordered and cut by the database, so a large sweep costs what its page costs.</summary>
/// <param name="trials">Number and assignment of each trial that contains the text.</param>
/// <param name="states">The columns that count a trial's runs by their states, from the runs as <c>r</c>.</param>
/// <param name="number">See <see cref="MetricSql.Of"/>.</param>
internal sealed class TrialPageSql(string trials, string states, Func<string, string> number)
{
    private const string Cut = "LIMIT @limit OFFSET @offset";

    public static object Arguments(TrialQuery query) => new
    {
        sweepId = query.SweepId,
        text = string.IsNullOrWhiteSpace(query.Text) ? null : query.Text.Trim(),
        completed = (int)RunStatus.Completed,
        failed = (int)RunStatus.Failed,
        pruned = (int)RunStatus.Pruned,
        cancelled = (int)RunStatus.Cancelled,
        limit = Math.Clamp(query.Limit, 1, TrialQuery.MostRows),
        offset = Math.Max(0, query.Offset),
    };

    /// <summary>How many trials match.</summary>
    public string Total(TrialQuery query) => $"SELECT COUNT(*) FROM ({(query.Filter == TrialFilter.All ? trials : Matching(query.Filter))}) m";

    /// <summary>
    /// The page's <see cref="StoredTrialListing"/>s. Means read JSON, which is slow, and states are those of runs: for all trials only where they choose or order the page, else for the rows
    /// of the page.
    /// </summary>
    public string Page(TrialQuery query, string metric)
    {
        var direction = query.Direction == SortDirection.Descending ? "DESC" : "ASC";
        var means = $"{Mean(metric)} AS Objective, {Mean(MetricSql.Evaluations)} AS Evaluations, {Mean(MetricSql.Seconds)} AS Seconds";
        return query.Order switch
        {
            TrialOrder.Ended => WithMeans($"{Matching(query.Filter)} ORDER BY EndedAt {direction} NULLS LAST, Number {Cut}", $"EndedAt {direction} NULLS LAST, Number"),
            TrialOrder.Objective => ByValue(metric, "Objective"),
            TrialOrder.Evaluations => ByValue(MetricSql.Evaluations, "Evaluations"),
            TrialOrder.Seconds => ByValue(MetricSql.Seconds, "Seconds"),
            _ => WithMeans(WithStates(matching => $"{matching} ORDER BY Number {direction} {Cut}"), $"Number {direction}"),
        };

        string ByValue(string ordering, string column) => WithMeans(
            WithStates(matching => $"SELECT * FROM (SELECT p.*, {Mean(ordering)} AS Ordering FROM ({matching}) p) o ORDER BY Ordering {direction} NULLS LAST, Number {Cut}"),
            $"{column} {direction} NULLS LAST, Number");

        // Without a filter by states a page is cut before they are counted.
        string WithStates(Func<string, string> cut) => query.Filter == TrialFilter.All ? Counted(cut(trials)) : cut(Matching(query.Filter));

        string WithMeans(string page, string order) => $"SELECT p.*, {means} FROM ({page}) p ORDER BY {order}";
    }

    // The plus keeps SQLite from the index of states, which would read all completed runs of the sweep for every trial.
    private string Mean(string metric) =>
        $"(SELECT AVG({MetricSql.Of(metric, number)}) FROM runs r WHERE r.sweep_id = @sweepId AND r.trial = p.Number AND +r.status = @completed)";

    private string Matching(TrialFilter filter) => $"SELECT * FROM ({Counted(trials)}) f {Having(filter)}";

    private string Counted(string of)
        => $"SELECT t.Number, t.Assignment, {states}, MAX(r.ended_at) AS EndedAt FROM ({of}) t LEFT JOIN runs r ON r.sweep_id = @sweepId AND r.trial = t.Number GROUP BY t.Number, t.Assignment";

    private static string Having(TrialFilter filter) => filter switch
    {
        TrialFilter.Completed => "WHERE Completed > 0 AND Failed + Pruned + Cancelled + Unfinished = 0",
        TrialFilter.Failed => "WHERE Failed > 0",
        TrialFilter.Pruned => "WHERE Pruned > 0",
        TrialFilter.Unfinished => "WHERE Unfinished > 0",
        _ => "",
    };
}
