using System.Collections.Immutable;
using Dapper;
using Microsoft.Data.Sqlite;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Silo.Storage.Sqlite;

/// <summary>Questions to the ledger. SQLite reads are synchronous, so each runs on a pool thread and not on a grain's turn.</summary>
internal sealed class LedgerReads(SqliteDatabase database)
{
    private const string SweepColumns =
        "SELECT id AS Id, name AS Name, status AS Status, reason AS Reason, submitted_at AS SubmittedAt, ended_at AS EndedAt, spec AS Spec, source_file AS SourceFile, origin AS Origin FROM sweeps";

    private const string RunColumns =
        "SELECT sweep_id AS SweepId, trial AS Trial, replicate AS Replicate, seed AS Seed, status AS Status, cause AS Cause, message AS Message, attempts AS Attempts, "
        + "exclusive AS Exclusive, device AS Device, queued_at AS QueuedAt, ended_at AS EndedAt, last AS Last";

    private const string FittedRuns = $"{RunColumns}, fit AS Fit FROM runs";

    private const string AttemptColumns = """
        SELECT sweep_id AS SweepId, trial AS Trial, replicate AS Replicate, attempt AS Attempt, epoch AS Epoch, worker AS Worker, device AS Device,
          started_at AS StartedAt, ended_at AS EndedAt, ending AS Ending, resumed_at_iteration AS ResumedAtIteration
        FROM attempts
        """;

    private const string Listing = """
        SELECT s.id AS Id, s.name AS Name, s.status AS Status, s.reason AS Reason, s.submitted_at AS SubmittedAt, s.ended_at AS EndedAt, s.expected_runs AS ExpectedRuns,
          SUM(r.status = @completed) AS Completed, SUM(r.status = @failed) AS Failed, SUM(r.status = @cancelled) AS Cancelled,
          SUM(r.status = @pruned) AS Pruned
        FROM sweeps s LEFT JOIN runs r ON r.sweep_id = s.id
        GROUP BY s.id ORDER BY s.submitted_at DESC, s.rowid DESC
        """;

    public async Task<ImmutableArray<SweepListing>> SweepsAsync(CancellationToken cancellation)
    {
        var counted = new { completed = (int)RunStatus.Completed, failed = (int)RunStatus.Failed, cancelled = (int)RunStatus.Cancelled, pruned = (int)RunStatus.Pruned };
        var rows = await ReadAsync(connection => connection.Query<StoredListing>(Listing, counted), cancellation);
        return [.. rows.Select(row => row.ToRow())];
    }

    public async Task<SweepRow?> SweepAsync(string sweepId, CancellationToken cancellation) =>
        (await ReadAsync(connection => connection.QuerySingleOrDefault<StoredSweep>($"{SweepColumns} WHERE id = @sweepId", new { sweepId }), cancellation))?.ToRow();

    public async Task<SweepRow?> SweepByFingerprintAsync(string fingerprint, CancellationToken cancellation) =>
        (await ReadAsync(connection => connection.QueryFirstOrDefault<StoredSweep>(
            $"{SweepColumns} WHERE fingerprint = @fingerprint ORDER BY submitted_at DESC, rowid DESC LIMIT 1", new { fingerprint }), cancellation))?.ToRow();

    public Task<ImmutableArray<TrialRow>> TrialsAsync(string sweepId, CancellationToken cancellation) => ReadAsync<ImmutableArray<TrialRow>>(
        connection => [.. connection.Query<StoredTrial>("SELECT number AS Number, assignment AS Assignment, tells_seen AS TellsSeen FROM trials WHERE sweep_id = @sweepId ORDER BY number", new { sweepId }, buffered: false)
            .Select(row => row.ToRow(sweepId))],
        cancellation);

    public async Task<TrialRow?> TrialAsync(string sweepId, int number, CancellationToken cancellation)
    {
        var row = await ReadAsync(connection => connection.QuerySingleOrDefault<StoredTrial>(
            "SELECT number AS Number, assignment AS Assignment, tells_seen AS TellsSeen FROM trials WHERE sweep_id = @sweepId AND number = @number", new { sweepId, number }), cancellation);
        return row?.ToRow(sweepId);
    }

    public Task<TrialPage> TrialPageAsync(TrialQuery query, string metric, CancellationToken cancellation) =>
        ReadAsync(connection => TrialPages.Read(connection, query, metric), cancellation);

    public async Task<ImmutableArray<FailureCount>> FailuresAsync(string sweepId, CancellationToken cancellation)
    {
        // SQLite takes the other columns from the row that has the smallest trial.
        var rows = await ReadAsync(connection => connection.Query<StoredFailures>("""
            SELECT COALESCE(cause, @unknown) AS Cause, COUNT(*) AS Runs, MIN(trial) AS Trial, replicate AS Replicate, message AS Message
            FROM runs WHERE sweep_id = @sweepId AND status = @failed GROUP BY COALESCE(cause, @unknown) ORDER BY COUNT(*) DESC, 1
            """, new { sweepId, failed = (int)RunStatus.Failed, unknown = (int)FailureCause.Internal }), cancellation);
        return [.. rows.Select(row => new FailureCount((FailureCause)row.Cause, row.Runs, new RunId(sweepId, (int)row.Trial, (int)row.Replicate), row.Message))];
    }

    public Task<ImmutableArray<TellRow>> TellsAsync(string sweepId, CancellationToken cancellation) => ReadAsync<ImmutableArray<TellRow>>(
        connection => [.. connection.Query<StoredTell>(TellRows.Select, new { sweepId }, buffered: false).Select(row => row.ToRow(sweepId))], cancellation);

    public async Task<ImmutableArray<TellRow>> RunTellsAsync(RunId run, CancellationToken cancellation) =>
        [.. (await ReadAsync(connection => connection.Query<StoredTell>(TellRows.SelectOfRun, run), cancellation)).Select(row => row.ToRow(run.SweepId))];

    public async Task<ImmutableArray<RunRow>> RunsAsync(string sweepId, CancellationToken cancellation)
    {
        var rows = await ReadAsync(connection => connection.Query<StoredRun>($"{RunColumns} FROM runs WHERE sweep_id = @sweepId ORDER BY trial, replicate", new { sweepId }), cancellation);
        return [.. rows.Select(row => row.ToRow())];
    }

    public async Task<ImmutableArray<RunRow>> TrialRunsAsync(string sweepId, int trial, CancellationToken cancellation)
    {
        var rows = await ReadAsync(connection => connection.Query<StoredRun>($"{FittedRuns} WHERE sweep_id = @sweepId AND trial = @trial ORDER BY replicate", new { sweepId, trial }), cancellation);
        return [.. rows.Select(row => row.ToRow())];
    }

    public async Task<RunRow?> RunAsync(RunId run, CancellationToken cancellation) =>
        (await ReadAsync(connection => connection.QuerySingleOrDefault<StoredRun>(
            $"{FittedRuns} WHERE sweep_id = @SweepId AND trial = @TrialNumber AND replicate = @Replicate", run), cancellation))?.ToRow();

    public async Task<ImmutableArray<AttemptRow>> AttemptsAsync(string sweepId, CancellationToken cancellation)
    {
        var rows = await ReadAsync(connection => connection.Query<StoredAttempt>($"{AttemptColumns} WHERE sweep_id = @sweepId ORDER BY trial, replicate, attempt", new { sweepId }), cancellation);
        return [.. rows.Select(row => row.ToRow())];
    }

    public async Task<ImmutableArray<AttemptRow>> RunAttemptsAsync(RunId run, CancellationToken cancellation)
    {
        var rows = await ReadAsync(connection => connection.Query<StoredAttempt>(
            $"{AttemptColumns} WHERE sweep_id = @SweepId AND trial = @TrialNumber AND replicate = @Replicate ORDER BY attempt", run), cancellation);
        return [.. rows.Select(row => row.ToRow())];
    }

    public async Task<ImmutableArray<LogLine>> LogAsync(RunId run, int most, CancellationToken cancellation)
    {
        var rows = await ReadAsync(connection => connection.Query<StoredLogLine>(
            "SELECT at AS At, text AS Text FROM logs WHERE sweep_id = @SweepId AND trial = @TrialNumber AND replicate = @Replicate ORDER BY at DESC, id DESC LIMIT @most",
            new { run.SweepId, run.TrialNumber, run.Replicate, most }), cancellation);
        return [.. rows.Reverse().Select(row => row.ToLine())];
    }

    public Task<byte[]?> CheckpointAsync(CheckpointRef reference, CancellationToken cancellation) =>
        ReadAsync(connection => connection.QuerySingleOrDefault<byte[]>("""
            SELECT content FROM checkpoints
            WHERE sweep_id = @SweepId AND trial = @TrialNumber AND replicate = @Replicate AND epoch = @Epoch AND iteration = @Iteration AND sha256 = @Sha256
            """, new { reference.Run.SweepId, reference.Run.TrialNumber, reference.Run.Replicate, reference.Epoch, reference.Iteration, reference.Sha256 }), cancellation);

    public async Task<CheckpointRef?> NewestCheckpointAsync(RunId run, CancellationToken cancellation)
    {
        var found = await ReadAsync(connection => connection.QueryFirstOrDefault<StoredCheckpoint>("""
            SELECT epoch AS Epoch, iteration AS Iteration, sha256 AS Sha256 FROM checkpoints
            WHERE sweep_id = @SweepId AND trial = @TrialNumber AND replicate = @Replicate ORDER BY epoch DESC, iteration DESC LIMIT 1
            """, run), cancellation);
        return found?.Of(run);
    }

    public async Task<CheckpointRef?> CheckpointBeforeAsync(CheckpointRef later, CancellationToken cancellation)
    {
        var found = await ReadAsync(connection => connection.QueryFirstOrDefault<StoredCheckpoint>("""
            SELECT epoch AS Epoch, iteration AS Iteration, sha256 AS Sha256 FROM checkpoints
            WHERE sweep_id = @SweepId AND trial = @TrialNumber AND replicate = @Replicate AND (epoch, iteration) < (@Epoch, @Iteration) ORDER BY epoch DESC, iteration DESC LIMIT 1
            """, new { later.Run.SweepId, later.Run.TrialNumber, later.Run.Replicate, later.Epoch, later.Iteration }), cancellation);
        return found?.Of(later.Run);
    }

    private Task<T> ReadAsync<T>(Func<SqliteConnection, T> question, CancellationToken cancellation) => Task.Run(() =>
    {
        using var connection = database.OpenForReading();
        return question(connection);
    }, cancellation);
}
