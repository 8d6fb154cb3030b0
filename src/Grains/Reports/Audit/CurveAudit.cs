using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Reports.Audit;

/// <summary>
/// Whether a sweep's observations agree with its completed runs. Takes them one by one, ordered by run and iteration, and keeps one. Of a
/// run that failed, was stopped or was tried anew, reports of an attempt that got further may remain; they are not judged.
/// </summary>
internal sealed class CurveAudit
{
    private readonly Dictionary<RunId, RunRow> _completed;
    private readonly ImmutableArray<AuditFinding>.Builder _findings = ImmutableArray.CreateBuilder<AuditFinding>();
    private ObservationRow? _last;

    public CurveAudit(ImmutableArray<RunRow> runs)
        => _completed = runs.Where(run => run is { Status: RunStatus.Completed, Attempts: > 0 }).ToDictionary(run => run.Id);

    public void Observed(ObservationRow row)
    {
        if (_last is { } last && last.Run == row.Run) Compare(last, row);
        else EndRun();
        _last = row;
    }

    public ImmutableArray<AuditFinding> Findings()
    {
        EndRun();
        foreach (var run in _completed.Values.Where(run => run.Last is not null)) Found(run.Id, $"has a result at iteration {run.Last!.Iteration}, but no observation");
        return _findings.ToImmutable();
    }

    private void Compare(ObservationRow before, ObservationRow after)
    {
        if (!_completed.ContainsKey(after.Run)) return;
        var (a, b) = (before.Observation, after.Observation);
        if (b.NfeForward < a.NfeForward || b.NfeBackward < a.NfeBackward || b.NfeRecomputed < a.NfeRecomputed || b.VectorJacobianProducts < a.VectorJacobianProducts)
            Found(after.Run, $"has {b.NfeTotal} evaluations at iteration {b.Iteration} after {a.NfeTotal} at iteration {a.Iteration}; they are cumulative");
    }

    private void EndRun()
    {
        if (_last is not { } last || !_completed.Remove(last.Run, out var run)) return;
        var (seen, said) = (last.Observation, run.Last);
        if (said is null || (seen.Iteration, seen.NfeForward, seen.NfeBackward, seen.NfeRecomputed) != (said.Iteration, said.NfeForward, said.NfeBackward, said.NfeRecomputed) || !seen.TrainingLoss.Equals(said.TrainingLoss))
            Found(run.Id, $"has its result at iteration {said?.Iteration} with {said?.NfeTotal} evaluations, but its last observation is iteration {seen.Iteration} with {seen.NfeTotal}");
    }

    private void Found(RunId run, string what) => _findings.Add(new AuditFinding(AuditRule.EvaluationsAddUp, $"{run}", what));
}
