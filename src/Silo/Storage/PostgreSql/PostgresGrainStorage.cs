using System.Globalization;
using System.Text.Json;
using Dapper;
using Npgsql;
using Orchestrator.Grains.Ledger;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace Orchestrator.Silo.Storage.PostgreSql;

/// <summary>State of grains: one row each, compare-and-swap on a version number, JSON without CLR type names.</summary>
internal sealed class PostgresGrainStorage(PostgresDatabase database, PostgresWriter writer, IActivatorProvider activators, TimeProvider clock) : IGrainStorage
{
    // Where nothing changes, the division by zero takes the rows of the turn back with it.
    private const string Insert =
        "WITH changed AS (INSERT INTO grain_state (kind, id, version, payload, modified) VALUES ($1, $2, 1, $3, $4) ON CONFLICT (kind, id) DO NOTHING RETURNING 1) SELECT 1 / count(*) FROM changed";

    private const string Replace =
        "WITH changed AS (UPDATE grain_state SET version = version + 1, payload = $3, modified = $4 WHERE kind = $1 AND id = $2 AND version = $5 RETURNING 1) SELECT 1 / count(*) FROM changed";

    private const string Remove = "DELETE FROM grain_state WHERE kind = $1 AND id = $2 AND version = $3";

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        var stored = await connection.QuerySingleOrDefaultAsync<Stored>("SELECT version, payload FROM grain_state WHERE kind = @kind AND id = @id", new { kind = stateName, id = grainId.ToString() });
        grainState.RecordExists = stored is not null;
        grainState.ETag = stored is null ? null : Tag(stored.Version);
        grainState.State = stored is null ? Fresh<T>() : JsonSerializer.Deserialize<T>(stored.Payload, LedgerJson.Options) ?? Fresh<T>();
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // Serialised here, on the grain's turn: later the state may change under the writer's hands.
        var payload = JsonSerializer.SerializeToUtf8Bytes(grainState.State, LedgerJson.Options);
        var id = grainId.ToString();
        var version = Version(grainState.ETag);
        var modified = Columns.Time(clock.GetUtcNow());
        var statement = version is { } expected ? new Statement(Replace, stateName, id, payload, modified, expected) : new Statement(Insert, stateName, id, payload, modified);
        try
        {
            await writer.WriteAsync([.. TurnRows<Statement>.Take(), statement], CancellationToken.None);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DivisionByZero)
        {
            throw await ConflictAsync(stateName, id, version);
        }
        grainState.ETag = Tag((version ?? 0) + 1);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var id = grainId.ToString();
        if (Version(grainState.ETag) is { } version && await writer.WriteAsync(new Statement(Remove, stateName, id, version), CancellationToken.None) != 1)
            throw await ConflictAsync(stateName, id, version);
        grainState.ETag = null;
        grainState.RecordExists = false;
        grainState.State = Fresh<T>();
    }

    /// <summary>Drops the activation that throws it; the next call reads what is stored.</summary>
    private async Task<InconsistentStateException> ConflictAsync(string kind, string id, long? expected)
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        var found = await connection.ExecuteScalarAsync<long?>("SELECT version FROM grain_state WHERE kind = @kind AND id = @id", new { kind, id });
        var stored = found is { } version ? Tag(version) : "none";
        var given = expected is { } number ? Tag(number) : "none";
        return new InconsistentStateException($"State '{kind}' of {id} is stored with version {stored}, the writer knew version {given}: another activation wrote it. Read it again.", stored, given);
    }

    private static long? Version(string? etag) => etag is null ? null : long.Parse(etag, CultureInfo.InvariantCulture);

    private static string Tag(long version) => version.ToString(CultureInfo.InvariantCulture);

    private T Fresh<T>() => activators.GetActivator<T>().Create();

    private sealed class Stored
    {
        public long Version { get; init; }
        public byte[] Payload { get; init; } = [];
    }
}
