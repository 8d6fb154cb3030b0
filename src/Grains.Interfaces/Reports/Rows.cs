using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Grains.Interfaces.Reports;

/// <summary>A sweep as the ledger keeps it.</summary>
[GenerateSerializer, Immutable, Alias("sweep-row")]
public sealed record SweepRow(
    string Id, string Name, SweepStatus Status, string? Reason, DateTimeOffset SubmittedAt, DateTimeOffset? EndedAt,
    SweepSpec Spec, string SourceFile, string Origin);

/// <summary>A sweep in a listing.</summary>
[GenerateSerializer, Immutable, Alias("sweep-listing")]
public sealed record SweepListing(
    string Id, string Name, SweepStatus Status, DateTimeOffset SubmittedAt, DateTimeOffset? EndedAt, long? ExpectedRuns, long Completed, long Failed, long Cancelled);

/// <summary>One point of the search space.</summary>
[GenerateSerializer, Immutable, Alias("trial-row")]
public sealed record TrialRow(string SweepId, int Number, ImmutableArray<AssignedValue> Assignment);

/// <summary>A run as the ledger keeps it.</summary>
/// <param name="Exclusive">Every attempt that counts ran in an exclusive lease.</param>
/// <param name="Fit">JSON of the fitted curves of a completed run.</param>
[GenerateSerializer, Immutable, Alias("run-row")]
public sealed record RunRow(
    RunId Id, ulong Seed, RunStatus Status, FailureCause? Cause, string? Message, int Attempts, bool Exclusive, string? Device,
    DateTimeOffset QueuedAt, DateTimeOffset? EndedAt, Observation? Last, string? Fit);

/// <summary>One execution of a run.</summary>
/// <param name="End">running, completed, failed: cause, interrupted, lost, cancelled.</param>
[GenerateSerializer, Immutable, Alias("attempt-row")]
public sealed record AttemptRow(RunId Run, int Attempt, long Epoch, string Worker, string Device, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string End, int ResumedAtIteration);

[GenerateSerializer, Immutable, Alias("observation-row")]
public sealed record ObservationRow(RunId Run, int Attempt, Observation Observation);
