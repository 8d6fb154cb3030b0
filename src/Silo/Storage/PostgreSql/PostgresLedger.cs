using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Ledger;

namespace Orchestrator.Silo.Storage.PostgreSql;

/// <summary>The ledger in PostgreSQL, shared by all silos of a cluster.</summary>
internal sealed class PostgresLedger(PostgresWriter writer, PostgresDatabase database) : ILedger
{
    private readonly PostgresReads _reads = new(database);

    public ILedgerTurn BeginTurn() => TurnRows<Statement>.Begin(rows => writer.WriteAsync(rows, CancellationToken.None));

    public Task SaveSweepAsync(SweepRow row, CancellationToken cancellation) => writer.WriteAsync(
        LedgerTables.Sweeps.Of(
            row.Id, row.Name, (int)row.Status, row.Reason, Columns.Time(row.SubmittedAt), Columns.Time(row.EndedAt), row.Spec.Fingerprint, row.Spec.ExpectedRuns,
            StoredJson.Write(row.Spec), row.SourceFile, row.Origin),
        cancellation);

    public Task SetSweepStatusAsync(string sweepId, SweepStatus status, string? reason, DateTimeOffset? endedAt, CancellationToken cancellation) =>
        SaveAsync(new Statement(LedgerTables.SetSweepStatus, sweepId, (int)status, reason, Columns.Time(endedAt)), cancellation);

    public Task SaveTrialAsync(TrialRow row, CancellationToken cancellation) =>
        SaveAsync(LedgerTables.Trials.Of(row.SweepId, row.Number, StoredJson.Write(row.Assignment), row.TellsSeen), cancellation);

    public Task SaveTellsAsync(ImmutableArray<TellRow> rows, CancellationToken cancellation) => rows.IsEmpty
        ? Task.CompletedTask
        : SaveAsync(
            [
                .. rows.Select(row => LedgerTables.Tells.Of(
                    row.Run.SweepId, row.Sequence, Columns.Time(row.At), (int)row.Kind, row.Run.TrialNumber, row.Run.Replicate, row.Attempts, Json(row.Last),
                    row.Rung, (int?)row.Verdict, row.NextRung, row.Why, row.Takeover is null ? null : StoredJson.Write(row.Takeover))),
            ],
            cancellation);

    public Task SaveRunAsync(RunRow row, CancellationToken cancellation) => SaveAsync(
        LedgerTables.Runs.Of(
            row.Id.SweepId, row.Id.TrialNumber, row.Id.Replicate, Columns.Seed(row.Seed), (int)row.Status, (int?)row.Cause, row.Message, row.Attempts, row.Exclusive,
            row.Device, Columns.Time(row.QueuedAt), Columns.Time(row.EndedAt), Json(row.Last), row.Fit),
        cancellation);

    public Task SaveAttemptAsync(AttemptRow row, CancellationToken cancellation) => SaveAsync(
        LedgerTables.Attempts.Of(
            row.Run.SweepId, row.Run.TrialNumber, row.Run.Replicate, row.Attempt, row.Epoch, row.Worker, row.Device, Columns.Time(row.StartedAt), Columns.Time(row.EndedAt),
            row.End, row.ResumedAtIteration),
        cancellation);

    public Task SaveObservationsAsync(RunId run, int attempt, ImmutableArray<Observation> observations, CancellationToken cancellation) =>
        observations.IsDefaultOrEmpty ? Task.CompletedTask : SaveAsync(PostgresObservations.Saving(run, attempt, observations), cancellation);

    public Task SaveCheckpointAsync(CheckpointRef reference, ReadOnlyMemory<byte> content, int keep, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        var run = reference.Run;
        return writer.WriteLargeAsync(
            [
                LedgerTables.Checkpoints.Of(run.SweepId, run.TrialNumber, run.Replicate, reference.Epoch, reference.Iteration, reference.Sha256, content),
                new Statement(LedgerTables.DropOldCheckpoints, run.SweepId, run.TrialNumber, run.Replicate, keep),
            ],
            cancellation);
    }

    public Task<CheckpointRef?> NewestCheckpointAsync(RunId run, CancellationToken cancellation) => _reads.NewestCheckpointAsync(run, cancellation);
    public Task<CheckpointRef?> CheckpointBeforeAsync(CheckpointRef later, CancellationToken cancellation) => _reads.CheckpointBeforeAsync(later, cancellation);
    public Task<byte[]?> LoadCheckpointAsync(CheckpointRef reference, CancellationToken cancellation) => _reads.CheckpointAsync(reference, cancellation);

    public Task DeleteCheckpointsAsync(RunId run, CancellationToken cancellation) =>
        SaveAsync(new Statement(LedgerTables.DeleteCheckpoints, run.SweepId, run.TrialNumber, run.Replicate), cancellation);

    public Task AppendLogAsync(RunId run, DateTimeOffset at, string text, CancellationToken cancellation) =>
        writer.WriteAsync(new Statement(LedgerTables.AppendLog, run.SweepId, run.TrialNumber, run.Replicate, Columns.Time(at), text), cancellation);

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
    public Task<ImmutableArray<Observation>> CurveAsync(RunId run, int after, int upTo, CancellationToken cancellation) => PostgresObservations.ReadCurveAsync(database, run, after, upTo, cancellation);
    public IAsyncEnumerable<ObservationRow> ObservationsAsync(string sweepId, CancellationToken cancellation) => PostgresObservations.ReadAsync(database, sweepId, cancellation);

    private static string? Json(Observation? observation) => observation is null ? null : StoredJson.Write(observation);

    private Task SaveAsync(Statement statement, CancellationToken cancellation) => SaveAsync([statement], cancellation);

    /// <summary>With the state of the grain whose turn it is, or else by itself.</summary>
    private Task SaveAsync(ImmutableArray<Statement> statements, CancellationToken cancellation) =>
        TurnRows<Statement>.TryAdd(statements.AsSpan()) ? Task.CompletedTask : writer.WriteAsync(statements, cancellation);
}
