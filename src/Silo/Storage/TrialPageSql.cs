using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Silo.Storage;

/// <summary>Pages of trials: counted, ordered and cut by the database, so a large sweep costs what its page costs.</summary>
/// <param name="filtered">One row per trial that contains the text, with the states of its runs counted.</param>
/// <param name="number">See <see cref="MetricSql.Of"/>.</param>
internal sealed class TrialPageSql(string filtered, Func<string, string> number)
{
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
    public string Total(TrialQuery query) => $"SELECT COUNT(*) FROM ({Matching(query)}) m";

    /// <summary>The page's <see cref="StoredTrialListing"/>s. Means read JSON, which is slow: for all trials only where they order the page, else for the rows of the page.</summary>
    public string Page(TrialQuery query, string metric)
    {
        var matching = Matching(query);
        var direction = query.Direction == SortDirection.Descending ? "DESC" : "ASC";
        const string cut = "LIMIT @limit OFFSET @offset";
        var means = $"{Mean(metric)} AS Objective, {Mean(MetricSql.Evaluations)} AS Evaluations, {Mean(MetricSql.Seconds)} AS Seconds";
        return query.Order switch
        {
            TrialOrder.Ended => WithMeans($"{matching} ORDER BY EndedAt {direction} NULLS LAST, Number {cut}", $"ORDER BY EndedAt {direction} NULLS LAST, Number"),
            TrialOrder.Objective => ByValue(metric),
            TrialOrder.Evaluations => ByValue(MetricSql.Evaluations),
            TrialOrder.Seconds => ByValue(MetricSql.Seconds),
            _ => WithMeans($"{matching} ORDER BY Number {direction} {cut}", $"ORDER BY Number {direction}"),
        };

        string ByValue(string ordering) => WithMeans(
            $"SELECT * FROM (SELECT p.*, {Mean(ordering)} AS Ordering FROM ({matching}) p) o ORDER BY Ordering {direction} NULLS LAST, Number {cut}",
            $"ORDER BY Ordering {direction} NULLS LAST, Number");

        string WithMeans(string page, string order) => $"SELECT p.*, {means} FROM ({page}) p {order}";
    }

    // The plus keeps SQLite from the index of states, which would read all completed runs of the sweep for every trial.
    private string Mean(string metric) =>
        $"(SELECT AVG({MetricSql.Of(metric, number)}) FROM runs r WHERE r.sweep_id = @sweepId AND r.trial = p.Number AND +r.status = @completed)";

    private string Matching(TrialQuery query) => $"SELECT * FROM ({filtered}) f {Having(query.Filter)}";

    private static string Having(TrialFilter filter) => filter switch
    {
        TrialFilter.Completed => "WHERE Completed > 0 AND Failed + Pruned + Cancelled + Unfinished = 0",
        TrialFilter.Failed => "WHERE Failed > 0",
        TrialFilter.Pruned => "WHERE Pruned > 0",
        TrialFilter.Unfinished => "WHERE Unfinished > 0",
        _ => "",
    };
}
