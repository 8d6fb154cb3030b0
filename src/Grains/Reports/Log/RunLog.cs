using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Reports.Log;

/// <summary>What is known of a run's life, from rows that are there anyway.</summary>
/// <param name="Tells">What the sweep heard and decided about this run, in order.</param>
/// <param name="Notes">What no other row holds: damaged checkpoints, late messages, failures that were tried again.</param>
internal sealed record RunEvidence(RunRow Run, ImmutableArray<AttemptRow> Attempts, ImmutableArray<TellRow> Tells, ImmutableArray<LogLine> Notes, SchedulerResource Resource);

/// <summary>A run's life in order, one sentence an event.</summary>
internal static class RunLog
{
    public static ImmutableArray<LogLine> Of(RunEvidence evidence)
    {
        var run = evidence.Run;
        // Of events at one time: what ended, then what was decided of it, then what began.
        ImmutableArray<LogLine> lines =
        [
            new(run.QueuedAt, $"queued, with seed {run.Seed}"),
            .. evidence.Attempts.Where(attempt => attempt.EndedAt is not null).Select(attempt => new LogLine(attempt.EndedAt!.Value, $"attempt {attempt.Attempt} {Ended(attempt.End)}")),
            .. evidence.Notes,
            .. Decisions(evidence),
            .. run.EndedAt is { } at ? [new LogLine(at, Ended(run))] : ImmutableArray<LogLine>.Empty,
            .. evidence.Attempts.Select(attempt => new LogLine(attempt.StartedAt, Started(attempt))),
        ];
        return [.. lines.OrderBy(line => line.At)];
    }

    /// <summary>Ends of the run itself stand in its row, except those that another life of it followed.</summary>
    private static IEnumerable<LogLine> Decisions(RunEvidence evidence)
    {
        var lastLife = evidence.Tells.Where(tell => tell.Kind is TellKind.Repeated).Select(tell => tell.Sequence).LastOrDefault(-1);
        for (var i = 0; i < evidence.Tells.Length; i++)
        {
            var tell = evidence.Tells[i];
            // A run that was set aside is taken up to be ended, too.
            var isVain = tell.Kind is TellKind.Resumed && i + 1 < evidence.Tells.Length && evidence.Tells[i + 1] is { Kind: TellKind.Pruned or TellKind.Cancelled } end && end.Attempts == tell.Attempts;
            if (!isVain && Decided(tell, evidence.Resource) is { } text && (!IsEnd(tell.Kind) || tell.Sequence < lastLife)) yield return new LogLine(tell.At, text);
        }
    }

    private static bool IsEnd(TellKind kind) => kind is TellKind.Completed or TellKind.Pruned or TellKind.Failed or TellKind.Cancelled;

    private static string Started(AttemptRow attempt) =>
        $"attempt {attempt.Attempt} got {attempt.Device} of {attempt.Worker} (lease {attempt.Epoch}) and {(attempt.ResumedAtIteration == 0 ? "starts from the beginning" : $"goes on from iteration {attempt.ResumedAtIteration}")}";

    /// <param name="end">As in <see cref="AttemptRow.End"/>.</param>
    private static string Ended(string end) => end switch
    {
        "completed" => "trained to its end",
        "interrupted" => "was interrupted and gave its device back; what it had learned is in its checkpoint",
        "refused" => "was not taken by its worker, which goes down or has a newer pool; nothing was trained",
        "lost" => "was lost: its worker fell silent or its silo ended",
        "cancelled" => "was cancelled",
        "pruned" => "was stopped early",
        _ => end,
    };

    private static string Ended(RunRow run) => run.Status switch
    {
        RunStatus.Completed => "completed",
        RunStatus.Pruned => Because("pruned", run.Message),
        RunStatus.Cancelled => "cancelled",
        _ => Because($"failed ({(run.Cause is { } cause ? FailureHints.Name(cause) : "cause unknown")})", run.Message),
    };

    private static string? Decided(TellRow tell, SchedulerResource resource) => tell.Kind switch
    {
        TellKind.Judged => Because($"judged at {Level(tell.Rung, resource)}: {Verdict(tell, resource)}", tell.Why),
        TellKind.Paused => "set aside by the scheduler, with its checkpoint",
        TellKind.Resumed when tell.Takeover is { } from => $"goes on with what trial {from.Source} had learned up to iteration {from.Iteration}, with settings of its own",
        TellKind.Resumed => $"taken up again{(tell.NextRung is null ? "" : $", to be judged at {Level(tell.NextRung, resource)}")}",
        TellKind.Repeated => "to be run again, from the beginning",
        TellKind.Failed => Because("failed", tell.Why),
        TellKind.Cancelled => "cancelled",
        TellKind.Pruned => Because("pruned", tell.Why),
        TellKind.Completed => "completed",
        _ => null,
    };

    private static string Verdict(TellRow tell, SchedulerResource resource) => tell.Verdict switch
    {
        RungVerdict.Pause => "to be set aside",
        RungVerdict.Prune => "to be stopped for good",
        _ => tell.NextRung is null ? "goes on to its end" : $"goes on, to be judged again at {Level(tell.NextRung, resource)}",
    };

    private static string Level(double? level, SchedulerResource resource) => $"{Format.Value(level ?? double.NaN, resource is SchedulerResource.Seconds ? MetricUnit.None : MetricUnit.Evaluations)} {resource switch
    {
        SchedulerResource.FunctionEvaluations => "evaluations",
        SchedulerResource.Seconds => "seconds of training",
        _ => "iterations",
    }}";

    private static string Because(string what, string? why) => string.IsNullOrEmpty(why) ? what : $"{what}: {why}";
}
