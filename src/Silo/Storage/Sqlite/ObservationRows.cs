using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Silo.Storage.Sqlite;

/// <summary>Observations: written with the report that brought them, read as a stream.</summary>
internal static class ObservationRows
{
    /// <summary>Rows per visit: no read transaction stays open while the consumer thinks, which would keep the write-ahead log from shrinking.</summary>
    private const int PageSize = 1000;

    private const string Upsert = """
        INSERT INTO observations (sweep_id, trial, replicate, iteration, attempt, training_loss, validation_loss, nfe_forward, nfe_backward, nfe_recomputed,
          vector_jacobian_products, accepted_steps, rejected_steps, smallest_step, largest_step, data_seconds, forward_seconds, backward_seconds,
          optimizer_seconds, overhead_seconds, warm_up_seconds, warm_up_iterations, engine_peak_bytes, process_peak_bytes, stiffness, gradient_error)
        VALUES ($sweep_id, $trial, $replicate, $iteration, $attempt, $training_loss, $validation_loss, $nfe_forward, $nfe_backward, $nfe_recomputed,
          $vector_jacobian_products, $accepted_steps, $rejected_steps, $smallest_step, $largest_step, $data_seconds, $forward_seconds, $backward_seconds,
          $optimizer_seconds, $overhead_seconds, $warm_up_seconds, $warm_up_iterations, $engine_peak_bytes, $process_peak_bytes, $stiffness, $gradient_error)
        ON CONFLICT (sweep_id, trial, replicate, iteration) DO UPDATE SET attempt = excluded.attempt, training_loss = excluded.training_loss,
          validation_loss = excluded.validation_loss, nfe_forward = excluded.nfe_forward, nfe_backward = excluded.nfe_backward, nfe_recomputed = excluded.nfe_recomputed,
          vector_jacobian_products = excluded.vector_jacobian_products, accepted_steps = excluded.accepted_steps, rejected_steps = excluded.rejected_steps,
          smallest_step = excluded.smallest_step, largest_step = excluded.largest_step, data_seconds = excluded.data_seconds, forward_seconds = excluded.forward_seconds,
          backward_seconds = excluded.backward_seconds, optimizer_seconds = excluded.optimizer_seconds, overhead_seconds = excluded.overhead_seconds,
          warm_up_seconds = excluded.warm_up_seconds, warm_up_iterations = excluded.warm_up_iterations, engine_peak_bytes = excluded.engine_peak_bytes,
          process_peak_bytes = excluded.process_peak_bytes, stiffness = excluded.stiffness, gradient_error = excluded.gradient_error
        """;

    /// <summary>An attempt that resumed at iteration 50 tells anew what earlier ones told from there on.</summary>
    private const string DropSuperseded =
        "DELETE FROM observations WHERE sweep_id = $sweep_id AND trial = $trial AND replicate = $replicate AND iteration >= $iteration AND attempt < $attempt";

    private const string Curve = $"""
        SELECT {StoredObservation.Selected} FROM observations
        WHERE sweep_id = $sweep_id AND trial = $trial AND replicate = $replicate AND iteration > $after AND iteration <= $up_to ORDER BY iteration
        """;

    private const string Page = $"""
        SELECT {StoredObservation.Selected}
        FROM observations WHERE sweep_id = $sweep_id AND (trial, replicate, iteration) > ($trial, $replicate, $iteration)
        ORDER BY trial, replicate, iteration LIMIT $count
        """;

    public static int Save(SqliteSession session, RunId run, int attempt, ImmutableArray<Observation> observations)
    {
        session.Execute(DropSuperseded,
            new("$sweep_id", run.SweepId), new("$trial", run.TrialNumber), new("$replicate", run.Replicate),
            new("$iteration", observations.Min(observation => observation.Iteration)), new("$attempt", attempt));
        foreach (var it in observations)
            session.Execute(Upsert,
                new("$sweep_id", run.SweepId), new("$trial", run.TrialNumber), new("$replicate", run.Replicate), new("$iteration", it.Iteration), new("$attempt", attempt),
                new("$training_loss", Columns.Real(it.TrainingLoss)), new("$validation_loss", Columns.Real(it.ValidationLoss)),
                new("$nfe_forward", it.NfeForward), new("$nfe_backward", it.NfeBackward), new("$nfe_recomputed", it.NfeRecomputed),
                new("$vector_jacobian_products", it.VectorJacobianProducts), new("$accepted_steps", it.AcceptedSteps), new("$rejected_steps", it.RejectedSteps),
                new("$smallest_step", Columns.Real(it.SmallestStep)), new("$largest_step", Columns.Real(it.LargestStep)),
                new("$data_seconds", Columns.Real(it.Seconds.Data)), new("$forward_seconds", Columns.Real(it.Seconds.Forward)),
                new("$backward_seconds", Columns.Real(it.Seconds.Backward)), new("$optimizer_seconds", Columns.Real(it.Seconds.Optimizer)),
                new("$overhead_seconds", Columns.Real(it.Seconds.Overhead)), new("$warm_up_seconds", Columns.Real(it.Seconds.WarmUp)),
                new("$warm_up_iterations", it.Seconds.WarmUpIterations), new("$engine_peak_bytes", it.EnginePeakBytes), new("$process_peak_bytes", it.ProcessPeakBytes),
                new("$stiffness", Columns.Real(it.Stiffness)), new("$gradient_error", Columns.Real(it.GradientError)));
        return observations.Length;
    }

    public static async IAsyncEnumerable<ObservationRow> ReadAsync(SqliteDatabase database, string sweepId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        (RunId Run, int Iteration) last = (new RunId(sweepId, -1, -1), -1);
        while (true)
        {
            var page = await Task.Run(() => ReadPage(database, last.Run, last.Iteration), cancellation);
            foreach (var row in page) yield return row;
            if (page.Count < PageSize) yield break;
            last = (page[^1].Run, page[^1].Observation.Iteration);
        }
    }

    public static Task<ImmutableArray<Observation>> ReadCurveAsync(SqliteDatabase database, RunId run, int after, int upTo, CancellationToken cancellation) => Task.Run(() =>
    {
        using var connection = database.OpenForReading();
        using var command = connection.CreateCommand();
        command.CommandText = Curve;
        foreach (var (name, value) in ((string, object)[])[("$sweep_id", run.SweepId), ("$trial", run.TrialNumber), ("$replicate", run.Replicate), ("$after", after), ("$up_to", upTo)])
            command.Parameters.Add(new SqliteParameter(name, value));
        using var reader = command.ExecuteReader();
        var curve = ImmutableArray.CreateBuilder<Observation>();
        while (reader.Read()) curve.Add(StoredObservation.Read(reader, run.SweepId).Observation);
        return curve.ToImmutable();
    }, cancellation);

    private static List<ObservationRow> ReadPage(SqliteDatabase database, RunId after, int afterIteration)
    {
        using var connection = database.OpenForReading();
        using var command = connection.CreateCommand();
        command.CommandText = Page;
        command.Parameters.Add(new SqliteParameter("$sweep_id", after.SweepId));
        command.Parameters.Add(new SqliteParameter("$trial", after.TrialNumber));
        command.Parameters.Add(new SqliteParameter("$replicate", after.Replicate));
        command.Parameters.Add(new SqliteParameter("$iteration", afterIteration));
        command.Parameters.Add(new SqliteParameter("$count", PageSize));
        using var reader = command.ExecuteReader();
        var rows = new List<ObservationRow>();
        while (reader.Read()) rows.Add(StoredObservation.Read(reader, after.SweepId));
        return rows;
    }
}
