using System.Collections.Immutable;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Npgsql;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Silo.Storage.PostgreSql;

/// <summary>Observations: written with the report that brought them, read as a stream.</summary>
internal static class PostgresObservations
{
    /// <summary>Rows per visit: no connection stays taken while the consumer thinks.</summary>
    private const int PageSize = 1000;

    private const string Curve =
        $"SELECT {StoredObservation.Selected} FROM observations WHERE sweep_id = $1 AND trial = $2 AND replicate = $3 AND iteration > $4 AND iteration <= $5 ORDER BY iteration";

    private const string Page =
        $"SELECT {StoredObservation.Selected} FROM observations WHERE sweep_id = $1 AND (trial, replicate, iteration) > ($2, $3, $4) ORDER BY trial, replicate, iteration LIMIT $5";

    public static ImmutableArray<Statement> Saving(RunId run, int attempt, ImmutableArray<Observation> observations) =>
    [
        new(LedgerTables.DropSuperseded, run.SweepId, run.TrialNumber, run.Replicate, observations.Min(observation => observation.Iteration), attempt),
        .. observations.Select(it => LedgerTables.Observations.Of(
            run.SweepId, run.TrialNumber, run.Replicate, it.Iteration, attempt, it.TrainingLoss, it.ValidationLoss, it.NfeForward, it.NfeBackward, it.NfeRecomputed,
            it.VectorJacobianProducts, it.AcceptedSteps, it.RejectedSteps, it.SmallestStep, it.LargestStep, it.Seconds.Data, it.Seconds.Forward, it.Seconds.Backward,
            it.Seconds.Optimizer, it.Seconds.Overhead, it.Seconds.WarmUp, it.Seconds.WarmUpIterations, it.EnginePeakBytes, it.ProcessPeakBytes, it.Stiffness, it.GradientError)),
    ];

    public static async IAsyncEnumerable<ObservationRow> ReadAsync(PostgresDatabase database, string sweepId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        (RunId Run, int Iteration) last = (new RunId(sweepId, -1, -1), -1);
        while (true)
        {
            var page = await QueryAsync(database, Page, [sweepId, last.Run.TrialNumber, last.Run.Replicate, last.Iteration, PageSize], cancellation);
            foreach (var row in page) yield return row;
            if (page.Count < PageSize) yield break;
            last = (page[^1].Run, page[^1].Observation.Iteration);
        }
    }

    public static async Task<ImmutableArray<Observation>> ReadCurveAsync(PostgresDatabase database, RunId run, int after, int upTo, CancellationToken cancellation) =>
        [.. (await QueryAsync(database, Curve, [run.SweepId, run.TrialNumber, run.Replicate, after, upTo], cancellation)).Select(row => row.Observation)];

    /// <param name="values">The first one is the sweep.</param>
    private static async Task<List<ObservationRow>> QueryAsync(PostgresDatabase database, string sql, object[] values, CancellationToken cancellation)
    {
        await using var command = database.Source.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await using DbDataReader reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<ObservationRow>();
        while (await reader.ReadAsync(cancellation)) rows.Add(StoredObservation.Read(reader, (string)values[0]));
        return rows;
    }
}
