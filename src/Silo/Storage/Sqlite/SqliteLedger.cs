using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Ledger;

namespace Orchestrator.Silo.Storage.Sqlite;

/// <summary>The ledger in SQLite: changes through the one writer, questions on pooled read-only connections.</summary>
internal sealed class SqliteLedger(ILedgerWriter writer, SqliteDatabase database) : ILedger
{
    private readonly LedgerReads _reads = new(database);

    public string? Trouble => writer.Trouble;

    public ILedgerTurn BeginTurn() => TurnRows<Action<SqliteSession>>.Begin(rows => writer.WriteAsync(session => rows.ApplyTo(session), CancellationToken.None));

    public Task SaveSweepAsync(SweepRow row, CancellationToken cancellation)
    {
        var spec = StoredJson.Write(row.Spec);
        return writer.WriteAsync(session => session.Execute(LedgerSql.SaveSweep,
            new("$id", row.Id), new("$name", row.Name), new("$status", (int)row.Status), new("$reason", row.Reason),
            new("$submitted_at", Columns.Time(row.SubmittedAt)), new("$ended_at", Columns.Time(row.EndedAt)), new("$fingerprint", row.Spec.Fingerprint),
            new("$expected_runs", row.Spec.ExpectedRuns), new("$spec", spec), new("$source_file", row.SourceFile), new("$origin", row.Origin)), cancellation);
    }

    public Task SetSweepStatusAsync(string sweepId, SweepStatus status, string? reason, DateTimeOffset? endedAt, CancellationToken cancellation) =>
        SaveAsync(session => session.Execute(LedgerSql.SetSweepStatus,
            new("$id", sweepId), new("$status", (int)status), new("$reason", reason), new("$ended_at", Columns.Time(endedAt))), cancellation);

    public Task SaveTrialAsync(TrialRow row, CancellationToken cancellation)
    {
        var assignment = StoredJson.Write(row.Assignment);
        return SaveAsync(session => session.Execute(LedgerSql.SaveTrial,
            new("$sweep_id", row.SweepId), new("$number", row.Number), new("$assignment", assignment), new("$tells_seen", row.TellsSeen)), cancellation);
    }

    public Task SaveTellsAsync(ImmutableArray<TellRow> rows, CancellationToken cancellation) =>
        rows.IsEmpty ? Task.CompletedTask : SaveAsync(TellRows.Saving(rows), cancellation);

    public Task SaveRunAsync(RunRow row, CancellationToken cancellation)
    {
        var last = row.Last is null ? null : StoredJson.Write(row.Last);
        return SaveAsync(session => session.Execute(LedgerSql.SaveRun,
            new("$sweep_id", row.Id.SweepId), new("$trial", row.Id.TrialNumber), new("$replicate", row.Id.Replicate), new("$seed", Columns.Seed(row.Seed)),
            new("$status", (int)row.Status), new("$cause", (int?)row.Cause), new("$message", row.Message), new("$attempts", row.Attempts),
            new("$exclusive", row.Exclusive), new("$device", row.Device), new("$queued_at", Columns.Time(row.QueuedAt)),
            new("$ended_at", Columns.Time(row.EndedAt)), new("$last", last), new("$fit", row.Fit)), cancellation);
    }

    public Task SaveAttemptAsync(AttemptRow row, CancellationToken cancellation) =>
        SaveAsync(session => session.Execute(LedgerSql.SaveAttempt,
            new("$sweep_id", row.Run.SweepId), new("$trial", row.Run.TrialNumber), new("$replicate", row.Run.Replicate), new("$attempt", row.Attempt),
            new("$epoch", row.Epoch), new("$worker", row.Worker), new("$device", row.Device), new("$started_at", Columns.Time(row.StartedAt)),
            new("$ended_at", Columns.Time(row.EndedAt)), new("$ending", row.End), new("$resumed_at_iteration", row.ResumedAtIteration)), cancellation);

    public Task SaveObservationsAsync(RunId run, int attempt, ImmutableArray<Observation> observations, CancellationToken cancellation) =>
        observations.IsDefaultOrEmpty ? Task.CompletedTask : SaveAsync(session => ObservationRows.Save(session, run, attempt, observations), cancellation);

    public Task SaveCheckpointAsync(CheckpointRef reference, ReadOnlyMemory<byte> content, int keep, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        var bytes = content.ToArray();
        return writer.WriteAsync(session =>
        {
            session.Execute(LedgerSql.SaveCheckpoint,
                new("$sweep_id", reference.Run.SweepId), new("$trial", reference.Run.TrialNumber), new("$replicate", reference.Run.Replicate),
                new("$epoch", reference.Epoch), new("$iteration", reference.Iteration), new("$sha256", reference.Sha256), new("$content", bytes));
            return session.Execute(LedgerSql.DropOldCheckpoints,
                new("$sweep_id", reference.Run.SweepId), new("$trial", reference.Run.TrialNumber), new("$replicate", reference.Run.Replicate), new("$keep", keep));
        }, cancellation);
    }

    public Task<CheckpointRef?> NewestCheckpointAsync(RunId run, CancellationToken cancellation) => _reads.NewestCheckpointAsync(run, cancellation);
    public Task<CheckpointRef?> CheckpointBeforeAsync(CheckpointRef later, CancellationToken cancellation) => _reads.CheckpointBeforeAsync(later, cancellation);
    public Task<byte[]?> LoadCheckpointAsync(CheckpointRef reference, CancellationToken cancellation) => _reads.CheckpointAsync(reference, cancellation);

    public Task DeleteCheckpointsAsync(RunId run, CancellationToken cancellation) =>
        SaveAsync(session => session.Execute(LedgerSql.DeleteCheckpoints,
            new("$sweep_id", run.SweepId), new("$trial", run.TrialNumber), new("$replicate", run.Replicate)), cancellation);

    public Task AppendLogAsync(RunId run, DateTimeOffset at, string text, CancellationToken cancellation) =>
        writer.WriteAsync(session => session.Execute(LedgerSql.AppendLog,
            new("$sweep_id", run.SweepId), new("$trial", run.TrialNumber), new("$replicate", run.Replicate), new("$at", Columns.Time(at)), new("$text", text)), cancellation);

    public Task<ImmutableArray<LogLine>> LogAsync(RunId run, int most, CancellationToken cancellation) => _reads.LogAsync(run, most, cancellation);
    public Task<ImmutableArray<SweepListing>> SweepsAsync(CancellationToken cancellation) => _reads.SweepsAsync(cancellation);
    public Task<SweepRow?> SweepAsync(string sweepId, CancellationToken cancellation) => _reads.SweepAsync(sweepId, cancellation);
    public Task<SweepRow?> SweepByFingerprintAsync(string fingerprint, CancellationToken cancellation) => _reads.SweepByFingerprintAsync(fingerprint, cancellation);
    public Task<ImmutableArray<TrialRow>> TrialsAsync(string sweepId, CancellationToken cancellation) => _reads.TrialsAsync(sweepId, cancellation);
    public Task<ImmutableArray<TellRow>> TellsAsync(string sweepId, CancellationToken cancellation) => _reads.TellsAsync(sweepId, cancellation);
    public Task<ImmutableArray<TellRow>> RunTellsAsync(RunId run, CancellationToken cancellation) => _reads.RunTellsAsync(run, cancellation);
    public Task<ImmutableArray<RunRow>> RunsAsync(string sweepId, CancellationToken cancellation) => _reads.RunsAsync(sweepId, cancellation);
    public Task<RunRow?> RunAsync(RunId run, CancellationToken cancellation) => _reads.RunAsync(run, cancellation);
    public Task<TrialPage> TrialPageAsync(TrialQuery query, string metric, CancellationToken cancellation) => _reads.TrialPageAsync(query, metric, cancellation);
    public Task<ImmutableArray<RunRow>> TrialRunsAsync(string sweepId, int trial, CancellationToken cancellation) => _reads.TrialRunsAsync(sweepId, trial, cancellation);
    public Task<TrialRow?> TrialAsync(string sweepId, int number, CancellationToken cancellation) => _reads.TrialAsync(sweepId, number, cancellation);
    public Task<ImmutableArray<AttemptRow>> RunAttemptsAsync(RunId run, CancellationToken cancellation) => _reads.RunAttemptsAsync(run, cancellation);
    public Task<ImmutableArray<FailureCount>> FailuresAsync(string sweepId, CancellationToken cancellation) => _reads.FailuresAsync(sweepId, cancellation);
    public Task<ImmutableArray<AttemptRow>> AttemptsAsync(string sweepId, CancellationToken cancellation) => _reads.AttemptsAsync(sweepId, cancellation);
    public Task<ImmutableArray<Observation>> CurveAsync(RunId run, int after, int upTo, CancellationToken cancellation) => ObservationRows.ReadCurveAsync(database, run, after, upTo, cancellation);
    public IAsyncEnumerable<ObservationRow> ObservationsAsync(string sweepId, CancellationToken cancellation) => ObservationRows.ReadAsync(database, sweepId, cancellation);

    /// <summary>With the state of the grain whose turn it is, or else by itself.</summary>
    private Task SaveAsync(Func<SqliteSession, int> change, CancellationToken cancellation)
        => TurnRows<Action<SqliteSession>>.TryAdd(session => change(session)) ? Task.CompletedTask : writer.WriteAsync(change, cancellation);
}
