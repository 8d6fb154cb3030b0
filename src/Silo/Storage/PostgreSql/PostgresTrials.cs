using System.Collections.Immutable;
using Dapper;
using Npgsql;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Silo.Storage.PostgreSql;

/// <summary>Pages of trials, and failures by cause, in the words of PostgreSQL.</summary>
internal static class PostgresTrials
{
    private const string Trials = """
        SELECT number AS Number, assignment AS Assignment FROM trials
        WHERE sweep_id = @sweepId AND (@text::text IS NULL OR EXISTS (SELECT 1 FROM jsonb_array_elements(assignment::jsonb) a
          WHERE strpos(lower(a ->> 'path' || '=' || COALESCE(a -> 'value' ->> 'value', a ->> 'value')), lower(@text)) > 0))
        """;

    private const string States = """
        COUNT(*) FILTER (WHERE r.status = @completed) AS Completed, COUNT(*) FILTER (WHERE r.status = @failed) AS Failed, COUNT(*) FILTER (WHERE r.status = @pruned) AS Pruned,
        COUNT(*) FILTER (WHERE r.status = @cancelled) AS Cancelled, COUNT(*) FILTER (WHERE r.status NOT IN (@completed, @failed, @pruned, @cancelled)) AS Unfinished
        """;

    /// <summary>The first failed run of every cause stands for the others.</summary>
    private const string Failures = """
        SELECT cause, runs, trial, replicate, message FROM (
          SELECT COALESCE(cause, @unknown) AS cause, trial, replicate, message, COUNT(*) OVER (PARTITION BY COALESCE(cause, @unknown)) AS runs,
            ROW_NUMBER() OVER (PARTITION BY COALESCE(cause, @unknown) ORDER BY trial, replicate) AS place
          FROM runs WHERE sweep_id = @sweepId AND status = @failed) f
        WHERE place = 1 ORDER BY runs DESC, cause
        """;

    private static readonly TrialPageSql _sql = new(Trials, States, Number);

    public static async Task<TrialPage> PageAsync(NpgsqlConnection connection, TrialQuery query, string metric, CancellationToken cancellation)
    {
        var arguments = TrialPageSql.Arguments(query);
        var rows = await connection.QueryAsync<StoredTrialListing>(new CommandDefinition(_sql.Page(query, metric), arguments, cancellationToken: cancellation));
        var total = await connection.ExecuteScalarAsync<long>(new CommandDefinition(_sql.Total(query), arguments, cancellationToken: cancellation));
        return new TrialPage(total, [.. rows.Select(row => row.ToListing())]);
    }

    public static async Task<ImmutableArray<FailureCount>> FailuresAsync(NpgsqlConnection connection, string sweepId, CancellationToken cancellation)
    {
        var arguments = new { sweepId, failed = (int)RunStatus.Failed, unknown = (int)FailureCause.Internal };
        var rows = await connection.QueryAsync<StoredFailures>(new CommandDefinition(Failures, arguments, cancellationToken: cancellation));
        return [.. rows.Select(row => new FailureCount((FailureCause)row.Cause, row.Runs, new RunId(sweepId, (int)row.Trial, (int)row.Replicate), row.Message))];
    }

    private static string Number(string path)
    {
        var value = $"r.last::jsonb #> '{{{path.Replace('.', ',')}}}'";
        return $"CASE WHEN jsonb_typeof({value}) = 'number' THEN ({value})::double precision END";
    }
}
