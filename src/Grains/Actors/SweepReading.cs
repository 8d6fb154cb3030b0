using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Scheduling;
using Orchestrator.Grains.Decisions.Sweeps;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Ledger;

namespace Orchestrator.Grains.Actors;

/// <summary>Builds a sweep's memory from the ledger: exactly what it was when its state was stored. Rows of a turn that was cut off are left out.</summary>
internal static class SweepReading
{
    public static async Task<SweepMemory> LoadAsync(SweepRow sweep, SweepState state, ILedger ledger, IExperimentRules rules, CancellationToken cancellation)
    {
        var (reading, telling) = (ledger.TrialsAsync(sweep.Id, cancellation), ledger.TellsAsync(sweep.Id, cancellation));
        var memory = new SweepMemory(sweep.Spec, rules, await WarmStarts.ReadAsync(sweep.Spec, ledger, cancellation));
        foreach (var trial in await reading)
            if (trial.Number < state.NextTrial) memory.Proposed(trial);
        foreach (var run in Begun(sweep, state)) memory.Schedule.Begun(run);
        var tells = (await telling).Where(t => t.Sequence < state.Told).ToArray();
        await ObserveAsync(memory, sweep.Id, tells, ledger, cancellation);
        foreach (var tell in tells) memory.Heard(tell);
        // Sweeps that began before tells were written have results in their runs only. The others need not read a row per run.
        if (CountOver(tells) < state.Finished)
            foreach (var run in await ledger.RunsAsync(sweep.Id, cancellation)) memory.Score(run.Id, run.Status, run.Last);
        return memory;
    }

    /// <summary>Runs that are over by what was told of them last.</summary>
    private static int CountOver(TellRow[] tells)
    {
        var last = new Dictionary<RunId, TellKind>();
        foreach (var tell in tells) last[tell.Run] = tell.Kind;
        return last.Values.Count(kind => kind is TellKind.Completed or TellKind.Pruned or TellKind.Failed or TellKind.Cancelled);
    }

    private static IEnumerable<RunKey> Begun(SweepRow sweep, SweepState state)
        => from trial in Enumerable.Range(0, state.NextTrial)
           from replicate in Enumerable.Range(0, state.Open?.Number == trial ? state.Open.NextReplicate : sweep.Spec.Seeds.Length)
           select new RunKey(trial, replicate);

    /// <summary>A judgement brought all observations up to the judged one.</summary>
    private static async Task ObserveAsync(SweepMemory memory, string sweepId, TellRow[] tells, ILedger ledger, CancellationToken cancellation)
    {
        var judged = tells.Where(t => t is { Kind: TellKind.Judged, Last: not null }).GroupBy(t => t.Run).ToDictionary(g => g.Key, g => g.Max(t => t.Last!.Iteration));
        if (judged.Count == 0) return;
        var curve = ImmutableArray.CreateBuilder<Observation>();
        RunId? run = null;
        await foreach (var row in ledger.ObservationsAsync(sweepId, cancellation))
        {
            if (row.Run != run)
            {
                Observe();
                run = row.Run;
            }
            if (judged.TryGetValue(row.Run, out var until) && row.Observation.Iteration <= until) curve.Add(row.Observation);
        }
        Observe();

        void Observe()
        {
            if (run is { } known && curve.Count > 0) memory.Schedule.Observed(new RunKey(known.TrialNumber, known.Replicate), curve.ToImmutable());
            curve.Clear();
        }
    }
}
