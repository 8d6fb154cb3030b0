using System.Data.Common;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Silo.Storage;

/// <summary>An observation's columns in the order in which they are read, in every store.</summary>
internal static class StoredObservation
{
    public const string Selected = """
        trial, replicate, iteration, attempt, training_loss, validation_loss, nfe_forward, nfe_backward, nfe_recomputed, vector_jacobian_products,
          accepted_steps, rejected_steps, smallest_step, largest_step, data_seconds, forward_seconds, backward_seconds, optimizer_seconds, overhead_seconds,
          warm_up_seconds, warm_up_iterations, engine_peak_bytes, process_peak_bytes, stiffness, gradient_error
        """;

    public static ObservationRow Read(DbDataReader row, string sweepId) => new(
        new RunId(sweepId, row.GetInt32(0), row.GetInt32(1)),
        row.GetInt32(3),
        new Observation(
            row.GetInt32(2), Columns.ReadReal(row, 4), Columns.ReadOptionalReal(row, 5), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8), row.GetInt64(9),
            row.GetInt64(10), row.GetInt64(11), Columns.ReadReal(row, 12), Columns.ReadReal(row, 13),
            new PhaseSeconds(
                Columns.ReadReal(row, 14), Columns.ReadReal(row, 15), Columns.ReadReal(row, 16), Columns.ReadReal(row, 17), Columns.ReadReal(row, 18),
                Columns.ReadReal(row, 19), row.GetInt32(20)),
            row.GetInt64(21), row.IsDBNull(22) ? null : row.GetInt64(22))
        {
            Stiffness = Columns.ReadOptionalReal(row, 23),
            GradientError = Columns.ReadOptionalReal(row, 24),
        });
}
