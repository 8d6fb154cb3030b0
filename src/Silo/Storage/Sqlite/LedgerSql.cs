namespace Orchestrator.Silo.Storage.Sqlite;

/// <summary>The changes of the ledger. Every one is an upsert by natural key, so a repeat is harmless.</summary>
internal static class LedgerSql
{
    public const string SaveSweep = """
        INSERT INTO sweeps (id, name, status, reason, submitted_at, ended_at, fingerprint, expected_runs, spec, source_file, origin)
        VALUES ($id, $name, $status, $reason, $submitted_at, $ended_at, $fingerprint, $expected_runs, $spec, $source_file, $origin)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, status = excluded.status, reason = excluded.reason, submitted_at = excluded.submitted_at,
          ended_at = excluded.ended_at, fingerprint = excluded.fingerprint, expected_runs = excluded.expected_runs, spec = excluded.spec,
          source_file = excluded.source_file, origin = excluded.origin
        """;

    public const string SetSweepStatus = "UPDATE sweeps SET status = $status, reason = $reason, ended_at = $ended_at WHERE id = $id";

    public const string SaveTrial = """
        INSERT INTO trials (sweep_id, number, assignment, tells_seen) VALUES ($sweep_id, $number, $assignment, $tells_seen)
        ON CONFLICT (sweep_id, number) DO UPDATE SET assignment = excluded.assignment, tells_seen = excluded.tells_seen
        """;

    public const string SaveTell = """
        INSERT INTO tells (sweep_id, sequence, at, kind, trial, replicate, attempts, last, rung, verdict, next_rung, why, takeover)
        VALUES ($sweep_id, $sequence, $at, $kind, $trial, $replicate, $attempts, $last, $rung, $verdict, $next_rung, $why, $takeover)
        ON CONFLICT (sweep_id, sequence) DO UPDATE SET at = excluded.at, kind = excluded.kind, trial = excluded.trial, replicate = excluded.replicate,
          attempts = excluded.attempts, last = excluded.last, rung = excluded.rung, verdict = excluded.verdict, next_rung = excluded.next_rung, why = excluded.why, takeover = excluded.takeover
        """;

    public const string SaveRun = """
        INSERT INTO runs (sweep_id, trial, replicate, seed, status, cause, message, attempts, exclusive, device, queued_at, ended_at, last, fit)
        VALUES ($sweep_id, $trial, $replicate, $seed, $status, $cause, $message, $attempts, $exclusive, $device, $queued_at, $ended_at, $last, $fit)
        ON CONFLICT (sweep_id, trial, replicate) DO UPDATE SET seed = excluded.seed, status = excluded.status, cause = excluded.cause, message = excluded.message,
          attempts = excluded.attempts, exclusive = excluded.exclusive, device = excluded.device, queued_at = excluded.queued_at, ended_at = excluded.ended_at,
          last = excluded.last, fit = excluded.fit
        """;

    public const string SaveAttempt = """
        INSERT INTO attempts (sweep_id, trial, replicate, attempt, epoch, worker, device, started_at, ended_at, ending, resumed_at_iteration)
        VALUES ($sweep_id, $trial, $replicate, $attempt, $epoch, $worker, $device, $started_at, $ended_at, $ending, $resumed_at_iteration)
        ON CONFLICT (sweep_id, trial, replicate, attempt) DO UPDATE SET epoch = excluded.epoch, worker = excluded.worker, device = excluded.device,
          started_at = excluded.started_at, ended_at = excluded.ended_at, ending = excluded.ending, resumed_at_iteration = excluded.resumed_at_iteration
        """;

    public const string SaveCheckpoint = """
        INSERT INTO checkpoints (sweep_id, trial, replicate, epoch, iteration, sha256, content)
        VALUES ($sweep_id, $trial, $replicate, $epoch, $iteration, $sha256, $content)
        ON CONFLICT (sweep_id, trial, replicate, epoch, iteration) DO UPDATE SET sha256 = excluded.sha256, content = excluded.content
        """;

    /// <summary>Newest: of the highest epoch, then of the highest iteration. An attempt that resumed further back is newer than what it resumed past.</summary>
    public const string DropOldCheckpoints = """
        DELETE FROM checkpoints WHERE sweep_id = $sweep_id AND trial = $trial AND replicate = $replicate AND (epoch, iteration) NOT IN (
          SELECT epoch, iteration FROM checkpoints WHERE sweep_id = $sweep_id AND trial = $trial AND replicate = $replicate
          ORDER BY epoch DESC, iteration DESC LIMIT $keep)
        """;

    public const string DeleteCheckpoints = "DELETE FROM checkpoints WHERE sweep_id = $sweep_id AND trial = $trial AND replicate = $replicate";

    public const string AppendLog = """
        INSERT INTO logs (sweep_id, trial, replicate, at, text) VALUES ($sweep_id, $trial, $replicate, $at, $text)
        ON CONFLICT (sweep_id, trial, replicate, at, text) DO NOTHING
        """;
}
