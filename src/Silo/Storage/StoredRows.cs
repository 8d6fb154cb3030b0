using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Silo.Storage;

// Rows as Dapper fills them, column by column, for every store; SQLite has 64-bit integers and text only.

internal sealed class StoredListing
{
    public string Id { get; init; } = "";
    public string Name { get; init; } = "";
    public long Status { get; init; }
    public string SubmittedAt { get; init; } = "";
    public string? EndedAt { get; init; }
    public long? ExpectedRuns { get; init; }
    public long? Completed { get; init; }
    public long? Failed { get; init; }
    public long? Cancelled { get; init; }
    public long? Pruned { get; init; }
    public string? Reason { get; init; }

    public SweepListing ToRow() =>
        new(Id, Name, (SweepStatus)Status, Columns.ReadTime(SubmittedAt), Columns.ReadOptionalTime(EndedAt), ExpectedRuns, Completed ?? 0, Failed ?? 0, Cancelled ?? 0) { Pruned = Pruned ?? 0, Reason = Reason };
}

internal sealed class StoredSweep
{
    public string Id { get; init; } = "";
    public string Name { get; init; } = "";
    public long Status { get; init; }
    public string? Reason { get; init; }
    public string SubmittedAt { get; init; } = "";
    public string? EndedAt { get; init; }
    public string Spec { get; init; } = "";
    public string SourceFile { get; init; } = "";
    public string Origin { get; init; } = "";

    public SweepRow ToRow() =>
        new(Id, Name, (SweepStatus)Status, Reason, Columns.ReadTime(SubmittedAt), Columns.ReadOptionalTime(EndedAt), StoredJson.Read<SweepSpec>(Spec), SourceFile, Origin);
}

internal sealed class StoredCheckpoint
{
    public long Epoch { get; init; }
    public long Iteration { get; init; }
    public string Sha256 { get; init; } = "";

    public CheckpointRef Of(RunId run) => new(run, Epoch, (int)Iteration, Sha256);
}

internal sealed class StoredTrial
{
    public long Number { get; init; }
    public string Assignment { get; init; } = "";
    public long? TellsSeen { get; init; }

    public TrialRow ToRow(string sweepId) => new(sweepId, (int)Number, StoredJson.Read<ImmutableArray<AssignedValue>>(Assignment)) { TellsSeen = TellsSeen };
}

internal sealed class StoredRun
{
    public string SweepId { get; init; } = "";
    public long Trial { get; init; }
    public long Replicate { get; init; }
    public string Seed { get; init; } = "";
    public long Status { get; init; }
    public long? Cause { get; init; }
    public string? Message { get; init; }
    public long Attempts { get; init; }
    public long Exclusive { get; init; }
    public string? Device { get; init; }
    public string QueuedAt { get; init; } = "";
    public string? EndedAt { get; init; }
    public string? Last { get; init; }
    public string? Fit { get; init; }

    public RunRow ToRow() => new(
        new RunId(SweepId, (int)Trial, (int)Replicate), Columns.ReadSeed(Seed), (RunStatus)Status, (FailureCause?)Cause, Message, (int)Attempts, Exclusive != 0, Device,
        Columns.ReadTime(QueuedAt), Columns.ReadOptionalTime(EndedAt), Last is null ? null : StoredJson.Read<Observation>(Last), Fit);
}

internal sealed class StoredAttempt
{
    public string SweepId { get; init; } = "";
    public long Trial { get; init; }
    public long Replicate { get; init; }
    public long Attempt { get; init; }
    public long Epoch { get; init; }
    public string Worker { get; init; } = "";
    public string Device { get; init; } = "";
    public string StartedAt { get; init; } = "";
    public string? EndedAt { get; init; }
    public string Ending { get; init; } = "";
    public long ResumedAtIteration { get; init; }

    public AttemptRow ToRow() => new(
        new RunId(SweepId, (int)Trial, (int)Replicate), (int)Attempt, Epoch, Worker, Device, Columns.ReadTime(StartedAt), Columns.ReadOptionalTime(EndedAt), Ending, (int)ResumedAtIteration);
}

internal sealed class StoredLogLine
{
    public string At { get; init; } = "";
    public string Text { get; init; } = "";

    public LogLine ToLine() => new(Columns.ReadTime(At), Text);
}

internal sealed class StoredTell
{
    public long Sequence { get; init; }
    public string At { get; init; } = "";
    public long Kind { get; init; }
    public long Trial { get; init; }
    public long Replicate { get; init; }
    public long Attempts { get; init; }
    public string? Last { get; init; }
    public double? Rung { get; init; }
    public long? Verdict { get; init; }
    public double? NextRung { get; init; }
    public string? Why { get; init; }
    public string? Takeover { get; init; }

    public TellRow ToRow(string sweepId) => new(
        new RunId(sweepId, (int)Trial, (int)Replicate), Sequence, Columns.ReadTime(At), (TellKind)Kind, (int)Attempts, Last is null ? null : StoredJson.Read<Observation>(Last))
    {
        Rung = Rung,
        Verdict = (RungVerdict?)Verdict,
        NextRung = NextRung,
        Why = Why,
        Takeover = Takeover is null ? null : StoredJson.Read<TakenOver>(Takeover),
    };
}

internal sealed class StoredFailures
{
    public long Cause { get; init; }
    public long Runs { get; init; }
    public long Trial { get; init; }
    public long Replicate { get; init; }
    public string? Message { get; init; }
}

internal sealed class StoredTrialListing
{
    public long Number { get; init; }
    public string Assignment { get; init; } = "";
    public long Completed { get; init; }
    public long Failed { get; init; }
    public long Pruned { get; init; }
    public long Cancelled { get; init; }
    public long Unfinished { get; init; }
    public string? EndedAt { get; init; }
    public double? Objective { get; init; }
    public double? Evaluations { get; init; }
    public double? Seconds { get; init; }

    public TrialListing ToListing() => new(
        (int)Number, StoredJson.Read<ImmutableArray<AssignedValue>>(Assignment), (int)Completed, (int)Failed, (int)Pruned, (int)Cancelled, (int)Unfinished,
        Objective, Evaluations, Seconds, Columns.ReadOptionalTime(EndedAt));
}
