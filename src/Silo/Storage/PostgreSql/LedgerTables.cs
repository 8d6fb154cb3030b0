namespace Orchestrator.Silo.Storage.PostgreSql;

/// <summary>The ledger's tables as they are written. Every table has its natural key, so that a repeat is harmless.</summary>
internal static class LedgerTables
{
    public static readonly Upsert Sweeps = new("sweeps", ["id"],
        ["name", "status", "reason", "submitted_at", "ended_at", "fingerprint", "expected_runs", "spec", "source_file", "origin"]);

    public static readonly Upsert Trials = new("trials", ["sweep_id", "number"], ["assignment", "tells_seen"]);

    public static readonly Upsert Tells = new("tells", ["sweep_id", "sequence"],
        ["at", "kind", "trial", "replicate", "attempts", "last", "rung", "verdict", "next_rung", "why", "takeover"]);

    public static readonly Upsert Runs = new("runs", ["sweep_id", "trial", "replicate"],
        ["seed", "status", "cause", "message", "attempts", "exclusive", "device", "queued_at", "ended_at", "last", "fit"]);

    public static readonly Upsert Attempts = new("attempts", ["sweep_id", "trial", "replicate", "attempt"],
        ["epoch", "worker", "device", "started_at", "ended_at", "ending", "resumed_at_iteration"]);

    public static readonly Upsert Observations = new("observations", ["sweep_id", "trial", "replicate", "iteration"],
    [
        "attempt", "training_loss", "validation_loss", "nfe_forward", "nfe_backward", "nfe_recomputed", "vector_jacobian_products", "accepted_steps", "rejected_steps",
        "smallest_step", "largest_step", "data_seconds", "forward_seconds", "backward_seconds", "optimizer_seconds", "overhead_seconds", "warm_up_seconds",
        "warm_up_iterations", "engine_peak_bytes", "process_peak_bytes", "stiffness", "gradient_error",
    ]);

    public static readonly Upsert Checkpoints = new("checkpoints", ["sweep_id", "trial", "replicate", "epoch", "iteration"], ["sha256", "content"]);

    public const string SetSweepStatus = "UPDATE sweeps SET status = $2, reason = $3, ended_at = $4 WHERE id = $1";

    /// <summary>An attempt that resumed at iteration 50 tells anew what earlier ones told from there on.</summary>
    public const string DropSuperseded = "DELETE FROM observations WHERE sweep_id = $1 AND trial = $2 AND replicate = $3 AND iteration >= $4 AND attempt < $5";

    /// <summary>Newest: of the highest epoch, then of the highest iteration. An attempt that resumed further back is newer than what it resumed past.</summary>
    public const string DropOldCheckpoints = """
        DELETE FROM checkpoints WHERE sweep_id = $1 AND trial = $2 AND replicate = $3 AND (epoch, iteration) NOT IN (
          SELECT epoch, iteration FROM checkpoints WHERE sweep_id = $1 AND trial = $2 AND replicate = $3 ORDER BY epoch DESC, iteration DESC LIMIT $4)
        """;

    public const string DeleteCheckpoints = "DELETE FROM checkpoints WHERE sweep_id = $1 AND trial = $2 AND replicate = $3";

    public const string AppendLog = "INSERT INTO logs (sweep_id, trial, replicate, at, text) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
}
