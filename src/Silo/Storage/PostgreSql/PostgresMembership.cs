using System.Globalization;
using Dapper;
using Npgsql;

namespace Orchestrator.Silo.Storage.PostgreSql;

/// <summary>The table in which silos find each other and vote on who is dead. Row and table tags are the number of the change that wrote them.</summary>
internal sealed class PostgresMembership(PostgresDatabase database) : IMembershipTable
{
    private const string Select = """
        SELECT v.version AS TableVersion, m.silo, m.version, m.status, m.name, m.host, m.gateway_port AS GatewayPort, m.suspects, m.started_at AS StartedAt, m.alive_at AS AliveAt
        FROM membership_version v LEFT JOIN membership m
        """;

    private const string Raise = "UPDATE membership_version SET version = $1 WHERE version = $2";

    private const string Insert = """
        INSERT INTO membership (silo, version, status, name, host, gateway_port, suspects, started_at, alive_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (silo) DO NOTHING
        """;

    private const string Replace = """
        UPDATE membership SET version = $2, status = $3, name = $4, host = $5, gateway_port = $6, suspects = $7, started_at = $8, alive_at = $9
        WHERE silo = $1 AND version = $10
        """;

    public Task InitializeMembershipTable(bool tryInitTableVersion) => PostgresSchema.UpgradeAsync(database, CancellationToken.None);

    public Task<MembershipTableData> ReadAll() => ReadAsync($"{Select} ON true", new { });

    public Task<MembershipTableData> ReadRow(SiloAddress key) => ReadAsync($"{Select} ON m.silo = @silo", new { silo = key.ToParsableString() });

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => ChangeAsync(tableVersion, new Statement(Insert, Values(entry, tableVersion)));

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) =>
        ChangeAsync(tableVersion, new Statement(Replace, [.. Values(entry, tableVersion), Number(etag)]));

    public Task UpdateIAmAlive(MembershipEntry entry) =>
        ExecuteAsync("UPDATE membership SET alive_at = @alive WHERE silo = @silo", new { silo = entry.SiloAddress.ToParsableString(), alive = StoredSilo.Text(entry.IAmAliveTime) });

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) =>
        ExecuteAsync("DELETE FROM membership WHERE status = @dead AND alive_at < @before", new { dead = (int)SiloStatus.Dead, before = Columns.Time(beforeDate) });

    public Task DeleteMembershipTableEntries(string clusterId) => ExecuteAsync("DELETE FROM membership", new { });

    private static object?[] Values(MembershipEntry entry, TableVersion version) =>
    [
        entry.SiloAddress.ToParsableString(), version.Version, (int)entry.Status, entry.SiloName, entry.HostName, entry.ProxyPort, StoredSilo.Text(entry.SuspectTimes),
        StoredSilo.Text(entry.StartTime), StoredSilo.Text(entry.IAmAliveTime),
    ];

    /// <summary>Both the version and the row change, or neither.</summary>
    private async Task<bool> ChangeAsync(TableVersion next, Statement row)
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        if (await ExecuteAsync(connection, new Statement(Raise, next.Version, Number(next.VersionEtag))) != 1 || await ExecuteAsync(connection, row) != 1) return false;
        await transaction.CommitAsync();
        return true;
    }

    private async Task<int> ExecuteAsync(NpgsqlConnection connection, Statement statement)
    {
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(statement.ToCommand());
        return await HungSessions.EndWhileAsync(database, batch.ExecuteNonQueryAsync());
    }

    private async Task ExecuteAsync(string sql, object values)
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        await HungSessions.EndWhileAsync(database, connection.ExecuteAsync(sql, values));
    }

    private async Task<MembershipTableData> ReadAsync(string sql, object values)
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        var rows = (await connection.QueryAsync<StoredSilo>(sql, values)).ToArray();
        var version = new TableVersion((int)rows[0].TableVersion, Tag(rows[0].TableVersion));
        return new MembershipTableData([.. rows.Where(row => row.Silo is not null).Select(row => Tuple.Create(row.ToEntry(), Tag(row.Version)))], version);
    }

    private static long Number(string tag) => long.Parse(tag, CultureInfo.InvariantCulture);

    private static string Tag(long number) => number.ToString(CultureInfo.InvariantCulture);
}
