using System.Globalization;
using System.Text.Json;
using Dapper;
using Orchestrator.Grains.Ledger;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace Orchestrator.Silo.Storage.Sqlite;

/// <summary>State of grains: one row each, compare-and-swap on a version number, JSON without CLR type names.</summary>
internal sealed class SqliteGrainStorage(SqliteDatabase database, ILedgerWriter writer, IActivatorProvider activators, TimeProvider clock) : IGrainStorage
{
    private const string Insert =
        "INSERT INTO grain_state (kind, id, version, payload, modified) VALUES ($kind, $id, 1, $payload, $modified) ON CONFLICT (kind, id) DO NOTHING";

    private const string Replace =
        "UPDATE grain_state SET version = version + 1, payload = $payload, modified = $modified WHERE kind = $kind AND id = $id AND version = $version";

    private const string Remove = "DELETE FROM grain_state WHERE kind = $kind AND id = $id AND version = $version";
    private const string StoredVersion = "SELECT version FROM grain_state WHERE kind = $kind AND id = $id";

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var stored = await Task.Run(() =>
        {
            using var connection = database.OpenForReading();
            return connection.QuerySingleOrDefault<Stored>("SELECT version, payload FROM grain_state WHERE kind = @kind AND id = @id", new { kind = stateName, id = grainId.ToString() });
        });
        grainState.RecordExists = stored is not null;
        grainState.ETag = stored is null ? null : Tag(stored.Version);
        grainState.State = stored is null ? Fresh<T>() : JsonSerializer.Deserialize<T>(stored.Payload, LedgerJson.Options) ?? Fresh<T>();
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // Serialised here, on the grain's turn: later the state may change under the writer's hands.
        var payload = JsonSerializer.SerializeToUtf8Bytes(grainState.State, LedgerJson.Options);
        var key = new StateKey(stateName, grainId.ToString());
        var version = Version(grainState.ETag);
        var modified = Columns.Time(clock.GetUtcNow());
        var rows = TurnRows<Action<SqliteSession>>.Take();
        var next = await writer.WriteAsync(
            session =>
            {
                rows.ApplyTo(session);
                return Store(session, key, version, payload, modified);
            },
            CancellationToken.None);
        grainState.ETag = Tag(next);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = new StateKey(stateName, grainId.ToString());
        if (Version(grainState.ETag) is { } version)
            await writer.WriteAsync(session => Delete(session, key, version), CancellationToken.None);
        grainState.ETag = null;
        grainState.RecordExists = false;
        grainState.State = Fresh<T>();
    }

    private static long Store(SqliteSession session, StateKey key, long? version, byte[] payload, string modified)
    {
        var changed = version is { } expected
            ? session.Execute(Replace, new("$kind", key.Kind), new("$id", key.Id), new("$payload", payload), new("$modified", modified), new("$version", expected))
            : session.Execute(Insert, new("$kind", key.Kind), new("$id", key.Id), new("$payload", payload), new("$modified", modified));
        return changed == 1 ? (version ?? 0) + 1 : throw Conflict(session, key, version);
    }

    private static bool Delete(SqliteSession session, StateKey key, long version) =>
        session.Execute(Remove, new("$kind", key.Kind), new("$id", key.Id), new("$version", version)) == 1 ? true : throw Conflict(session, key, version);

    /// <summary>Drops the activation that throws it; the next call reads what is stored.</summary>
    private static InconsistentStateException Conflict(SqliteSession session, StateKey key, long? expected)
    {
        var stored = session.Scalar(StoredVersion, new("$kind", key.Kind), new("$id", key.Id)) is long version ? Tag(version) : "none";
        var given = expected is { } number ? Tag(number) : "none";
        return new InconsistentStateException($"State '{key.Kind}' of {key.Id} is stored with version {stored}, the writer knew version {given}: another activation wrote it. Read it again.", stored, given);
    }

    private static long? Version(string? etag) => etag is null ? null : long.Parse(etag, CultureInfo.InvariantCulture);

    private static string Tag(long version) => version.ToString(CultureInfo.InvariantCulture);

    private T Fresh<T>() => activators.GetActivator<T>().Create();

    private readonly record struct StateKey(string Kind, string Id);

    private sealed class Stored
    {
        public long Version { get; init; }
        public byte[] Payload { get; init; } = [];
    }
}
