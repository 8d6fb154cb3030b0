using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Orchestrator.Client.Tests.Clusters;

/// <summary>An execution of a run as the cluster's ledger has it.</summary>
internal sealed record AttemptOf(string Run, int Attempt, int SiloPort, DateTimeOffset StartedAt, string Ending, int ResumedAtIteration);

/// <summary>What a test reads of a cluster's ledger, in its own words.</summary>
internal sealed class ClusterLedger(string connectionString)
{
    /// <summary>In the order in which they started.</summary>
    public async Task<IReadOnlyList<AttemptOf>> AttemptsAsync(CancellationToken cancellation)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var command = database.CreateCommand("SELECT trial || '/' || replicate, attempt, worker, started_at, ending, resumed_at_iteration FROM attempts ORDER BY started_at");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var attempts = new List<AttemptOf>();
        while (await reader.ReadAsync(cancellation))
            attempts.Add(new AttemptOf(reader.GetString(0), reader.GetInt32(1), PortOf(reader.GetString(2)), DateTimeOffset.Parse(reader.GetString(3), CultureInfo.InvariantCulture), reader.GetString(4), reader.GetInt32(5)));
        return attempts;
    }

    /// <summary>Waits until a run that was on this silo has begun again on another.</summary>
    public async Task HasMovedAsync(string run, int siloPort, CancellationToken cancellation)
    {
        for (var since = Stopwatch.StartNew(); ; await Task.Delay(100, cancellation))
        {
            var attempts = (await AttemptsAsync(cancellation)).Where(attempt => attempt.Run == run).ToArray();
            if (attempts[^1].SiloPort != siloPort) return;
            Assert.True(since.Elapsed < Patience.Limit, $"Run {run} is still on silo {siloPort}: {string.Join("; ", attempts.AsEnumerable())}");
        }
    }

    /// <summary>Waits until an attempt runs on this silo whose run knows of a checkpoint, which is so once a second one is stored; answers which run it is of.</summary>
    public async Task<string> HasCheckpointAsync(int siloPort, CancellationToken cancellation)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        for (var since = Stopwatch.StartNew(); ; await Task.Delay(50, cancellation))
        {
            await using var command = database.CreateCommand(
                "SELECT a.trial || '/' || a.replicate FROM attempts a JOIN checkpoints c USING (sweep_id, trial, replicate, epoch) WHERE a.ending = 'running' AND a.worker LIKE $1 GROUP BY a.trial, a.replicate HAVING count(*) > 1 LIMIT 1");
            command.Parameters.Add(new NpgsqlParameter { Value = $"%:{siloPort}@%" });
            if (await command.ExecuteScalarAsync(cancellation) is string run) return run;
            if (since.Elapsed > Patience.Limit) Assert.Fail($"No attempt on silo {siloPort} has stored two checkpoints: {string.Join("; ", await AttemptsAsync(cancellation))}");
        }
    }

    /// <summary>Of a silo's address in parsable form.</summary>
    private static int PortOf(string worker)
    {
        var colon = worker.IndexOf(':', StringComparison.Ordinal);
        return int.Parse(worker.AsSpan(colon + 1, worker.IndexOf('@', StringComparison.Ordinal) - colon - 1), CultureInfo.InvariantCulture);
    }
}
