using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Grains.Ledger;

/// <summary>
/// The durable rows of an installation. Every write is an idempotent upsert by natural key and is durable when its task completes.
/// </summary>
public interface ILedger
{
    /// <summary>What the last attempt of this process to write has failed with; null: it succeeded, or the store does not say.</summary>
    string? Trouble => null;

    /// <summary>
    /// Rows of trials, tells, runs, attempts and observations that this flow of control saves from here on may wait for its next write of grain
    /// state and become durable with it, in one transaction: their tasks then complete before that. A store that cannot do so saves each at once.
    /// </summary>
    ILedgerTurn BeginTurn() => SingleWrites.Instance;

    Task SaveSweepAsync(SweepRow row, CancellationToken cancellation);
    Task SetSweepStatusAsync(string sweepId, SweepStatus status, string? reason, DateTimeOffset? endedAt, CancellationToken cancellation);
    Task SaveTrialAsync(TrialRow row, CancellationToken cancellation);

    /// <summary>Key: sweep and sequence. A repeated sequence replaces the row: it was written before the state that would have counted it.</summary>
    Task SaveTellsAsync(ImmutableArray<TellRow> rows, CancellationToken cancellation);
    Task SaveRunAsync(RunRow row, CancellationToken cancellation);
    Task SaveAttemptAsync(AttemptRow row, CancellationToken cancellation);

    /// <summary>Key: run and iteration; a repeated iteration (after a resume) replaces the earlier row.</summary>
    Task SaveObservationsAsync(RunId run, int attempt, ImmutableArray<Observation> observations, CancellationToken cancellation);

    /// <summary>Keeps the newest <paramref name="keep"/> checkpoints of the run.</summary>
    Task SaveCheckpointAsync(CheckpointRef reference, ReadOnlyMemory<byte> content, int keep, CancellationToken cancellation);

    /// <summary>The newest checkpoint of a run, of the highest epoch and then of the highest iteration; null: none.</summary>
    Task<CheckpointRef?> NewestCheckpointAsync(RunId run, CancellationToken cancellation);

    /// <summary>The newest checkpoint of the same run before this one; null: none.</summary>
    Task<CheckpointRef?> CheckpointBeforeAsync(CheckpointRef later, CancellationToken cancellation);

    /// <summary>Null when it is gone. Content is returned as stored; the caller verifies the hash.</summary>
    Task<byte[]?> LoadCheckpointAsync(CheckpointRef reference, CancellationToken cancellation);

    Task DeleteCheckpointsAsync(RunId run, CancellationToken cancellation);
    Task AppendLogAsync(RunId run, DateTimeOffset at, string text, CancellationToken cancellation);

    /// <summary>The newest entries, oldest first.</summary>
    Task<ImmutableArray<LogLine>> LogAsync(RunId run, int most, CancellationToken cancellation);

    Task<ImmutableArray<SweepListing>> SweepsAsync(CancellationToken cancellation);
    Task<SweepRow?> SweepAsync(string sweepId, CancellationToken cancellation);

    /// <summary>The newest sweep with this fingerprint.</summary>
    Task<SweepRow?> SweepByFingerprintAsync(string fingerprint, CancellationToken cancellation);
    Task<ImmutableArray<TrialRow>> TrialsAsync(string sweepId, CancellationToken cancellation);

    /// <summary>In order of their sequence.</summary>
    Task<ImmutableArray<TellRow>> TellsAsync(string sweepId, CancellationToken cancellation);

    /// <summary>Those of one run, in order of their sequence.</summary>
    Task<ImmutableArray<TellRow>> RunTellsAsync(RunId run, CancellationToken cancellation);

    /// <summary>Without their fits, which are large and of use for a few runs at a time: those have them that are asked for by trial or one by one.</summary>
    Task<ImmutableArray<RunRow>> RunsAsync(string sweepId, CancellationToken cancellation);
    Task<RunRow?> RunAsync(RunId run, CancellationToken cancellation);

    /// <summary>Means of <paramref name="metric"/> (a metric name) stand as the objective.</summary>
    Task<TrialPage> TrialPageAsync(TrialQuery query, string metric, CancellationToken cancellation);

    /// <summary>By replicate.</summary>
    Task<ImmutableArray<RunRow>> TrialRunsAsync(string sweepId, int trial, CancellationToken cancellation);
    Task<TrialRow?> TrialAsync(string sweepId, int number, CancellationToken cancellation);

    /// <summary>In order of their numbers.</summary>
    Task<ImmutableArray<AttemptRow>> RunAttemptsAsync(RunId run, CancellationToken cancellation);

    /// <summary>Most frequent first.</summary>
    Task<ImmutableArray<FailureCount>> FailuresAsync(string sweepId, CancellationToken cancellation);
    Task<ImmutableArray<AttemptRow>> AttemptsAsync(string sweepId, CancellationToken cancellation);

    /// <summary>One run's observations with iterations after the first and up to the second, in order.</summary>
    Task<ImmutableArray<Observation>> CurveAsync(RunId run, int after, int upTo, CancellationToken cancellation);

    /// <summary>Ordered by trial, replicate, iteration.</summary>
    IAsyncEnumerable<ObservationRow> ObservationsAsync(string sweepId, CancellationToken cancellation);
}
