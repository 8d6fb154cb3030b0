using System.Collections.Immutable;
using Dapper;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Silo.Storage.PostgreSql;

/// <summary>Questions to the ledger, each on a pooled connection.</summary>
internal sealed class PostgresReads(PostgresDatabase database)
{
    private const string Sweeps = "SELECT id, name, status, reason, submitted_at AS SubmittedAt, ended_at AS EndedAt, spec, source_file AS SourceFile, origin FROM sweeps";

    private const string Trials = "SELECT number, assignment, tells_seen AS TellsSeen FROM trials";

    private const string Tells = "SELECT sequence, at, kind, trial, replicate, attempts, last, rung, verdict, next_rung AS NextRung, why, takeover FROM tells";

    private const string Runs =
        "SELECT sweep_id AS SweepId, trial, replicate, seed, status, cause, message, attempts, exclusive::int::bigint AS Exclusive, device, queued_at AS QueuedAt, ended_at AS EndedAt, last";

    private const string FittedRuns = $"{Runs}, fit FROM runs";

    private const string Attempts =
        "SELECT sweep_id AS SweepId, trial, replicate, attempt, epoch, worker, device, started_at AS StartedAt, ended_at AS EndedAt, ending, resumed_at_iteration AS ResumedAtIteration FROM attempts";

    private const string OfRun = "WHERE sweep_id = @SweepId AND trial = @TrialNumber AND replicate = @Replicate";

    private const string Listing = """
        SELECT s.id, s.name, s.status, s.reason, s.submitted_at AS SubmittedAt, s.ended_at AS EndedAt, s.expected_runs AS ExpectedRuns,
          COALESCE(r.completed, 0) AS Completed, COALESCE(r.failed, 0) AS Failed, COALESCE(r.cancelled, 0) AS Cancelled, COALESCE(r.pruned, 0) AS Pruned
        FROM sweeps s LEFT JOIN (
          SELECT sweep_id, COUNT(*) FILTER (WHERE status = @completed) AS completed, COUNT(*) FILTER (WHERE status = @failed) AS failed,
            COUNT(*) FILTER (WHERE status = @cancelled) AS cancelled, COUNT(*) FILTER (WHERE status = @pruned) AS pruned
          FROM runs GROUP BY sweep_id) r ON r.sweep_id = s.id
        ORDER BY s.submitted_at DESC, s.inserted DESC
        """;

    public async Task<ImmutableArray<SweepListing>> SweepsAsync(CancellationToken cancellation)
    {
        var counted = new { completed = (int)RunStatus.Completed, failed = (int)RunStatus.Failed, cancelled = (int)RunStatus.Cancelled, pruned = (int)RunStatus.Pruned };
        return [.. (await QueryAsync<StoredListing>(Listing, counted, cancellation)).Select(row => row.ToRow())];
    }

    public async Task<SweepRow?> SweepAsync(string sweepId, CancellationToken cancellation) =>
        (await FirstAsync<StoredSweep>($"{Sweeps} WHERE id = @sweepId", new { sweepId }, cancellation))?.ToRow();

    public async Task<SweepRow?> SweepByFingerprintAsync(string fingerprint, CancellationToken cancellation) =>
        (await FirstAsync<StoredSweep>($"{Sweeps} WHERE fingerprint = @fingerprint ORDER BY submitted_at DESC, inserted DESC LIMIT 1", new { fingerprint }, cancellation))?.ToRow();

    public async Task<ImmutableArray<TrialRow>> TrialsAsync(string sweepId, CancellationToken cancellation)
    {
        var rows = await QueryAsync<StoredTrial>($"{Trials} WHERE sweep_id = @sweepId ORDER BY number", new { sweepId }, cancellation);
        return [.. rows.Select(row => row.ToRow(sweepId))];
    }

    public async Task<TrialRow?> TrialAsync(string sweepId, int number, CancellationToken cancellation)
    {
        var row = await FirstAsync<StoredTrial>($"{Trials} WHERE sweep_id = @sweepId AND number = @number", new { sweepId, number }, cancellation);
        return row?.ToRow(sweepId);
    }

    public async Task<TrialPage> TrialPageAsync(TrialQuery query, string metric, CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        return await PostgresTrials.PageAsync(connection, query, metric, cancellation);
    }

    public async Task<ImmutableArray<FailureCount>> FailuresAsync(string sweepId, CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        return await PostgresTrials.FailuresAsync(connection, sweepId, cancellation);
    }

    public async Task<ImmutableArray<TellRow>> TellsAsync(string sweepId, CancellationToken cancellation) =>
        [.. (await QueryAsync<StoredTell>($"{Tells} WHERE sweep_id = @sweepId ORDER BY sequence", new { sweepId }, cancellation)).Select(row => row.ToRow(sweepId))];

    public async Task<ImmutableArray<TellRow>> RunTellsAsync(RunId run, CancellationToken cancellation) =>
        [.. (await QueryAsync<StoredTell>($"{Tells} {OfRun} ORDER BY sequence", run, cancellation)).Select(row => row.ToRow(run.SweepId))];

    public async Task<ImmutableArray<RunRow>> RunsAsync(string sweepId, CancellationToken cancellation) =>
        [.. (await QueryAsync<StoredRun>($"{Runs} FROM runs WHERE sweep_id = @sweepId ORDER BY trial, replicate", new { sweepId }, cancellation)).Select(row => row.ToRow())];

    public async Task<ImmutableArray<RunRow>> TrialRunsAsync(string sweepId, int trial, CancellationToken cancellation) =>
        [.. (await QueryAsync<StoredRun>($"{FittedRuns} WHERE sweep_id = @sweepId AND trial = @trial ORDER BY replicate", new { sweepId, trial }, cancellation)).Select(row => row.ToRow())];

    public async Task<RunRow?> RunAsync(RunId run, CancellationToken cancellation) => (await FirstAsync<StoredRun>($"{FittedRuns} {OfRun}", run, cancellation))?.ToRow();

    public async Task<ImmutableArray<AttemptRow>> AttemptsAsync(string sweepId, CancellationToken cancellation) =>
        [.. (await QueryAsync<StoredAttempt>($"{Attempts} WHERE sweep_id = @sweepId ORDER BY trial, replicate, attempt", new { sweepId }, cancellation)).Select(row => row.ToRow())];

    public async Task<ImmutableArray<AttemptRow>> RunAttemptsAsync(RunId run, CancellationToken cancellation) =>
        [.. (await QueryAsync<StoredAttempt>($"{Attempts} {OfRun} ORDER BY attempt", run, cancellation)).Select(row => row.ToRow())];

    public async Task<ImmutableArray<LogLine>> LogAsync(RunId run, int most, CancellationToken cancellation)
    {
        var rows = await QueryAsync<StoredLogLine>($"SELECT at, text FROM logs {OfRun} ORDER BY at DESC, id DESC LIMIT @most", new { run.SweepId, run.TrialNumber, run.Replicate, most }, cancellation);
        return [.. rows.Reverse().Select(row => row.ToLine())];
    }

    public Task<byte[]?> CheckpointAsync(CheckpointRef reference, CancellationToken cancellation) => FirstAsync<byte[]>(
        $"SELECT content FROM checkpoints {OfRun} AND epoch = @Epoch AND iteration = @Iteration AND sha256 = @Sha256",
        new { reference.Run.SweepId, reference.Run.TrialNumber, reference.Run.Replicate, reference.Epoch, reference.Iteration, reference.Sha256 }, cancellation);

    public async Task<CheckpointRef?> NewestCheckpointAsync(RunId run, CancellationToken cancellation)
    {
        var found = await FirstAsync<StoredCheckpoint>($"SELECT epoch, iteration, sha256 FROM checkpoints {OfRun} ORDER BY epoch DESC, iteration DESC LIMIT 1", run, cancellation);
        return found?.Of(run);
    }

    public async Task<CheckpointRef?> CheckpointBeforeAsync(CheckpointRef later, CancellationToken cancellation)
    {
        var found = await FirstAsync<StoredCheckpoint>(
            $"SELECT epoch, iteration, sha256 FROM checkpoints {OfRun} AND (epoch, iteration) < (@Epoch, @Iteration) ORDER BY epoch DESC, iteration DESC LIMIT 1",
            new { later.Run.SweepId, later.Run.TrialNumber, later.Run.Replicate, later.Epoch, later.Iteration }, cancellation);
        return found?.Of(later.Run);
    }

    private async Task<IEnumerable<T>> QueryAsync<T>(string sql, object values, CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        return await connection.QueryAsync<T>(new CommandDefinition(sql, values, cancellationToken: cancellation));
    }

    private async Task<T?> FirstAsync<T>(string sql, object values, CancellationToken cancellation) where T : class
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        return await connection.QueryFirstOrDefaultAsync<T>(new CommandDefinition(sql, values, cancellationToken: cancellation));
    }
}
