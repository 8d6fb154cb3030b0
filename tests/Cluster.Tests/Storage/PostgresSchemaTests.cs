using Dapper;
using Npgsql;
using Orchestrator.Silo;
using Orchestrator.Silo.Storage.PostgreSql;

namespace Orchestrator.Cluster.Tests.Storage;

public sealed class PostgresSchemaTests(PostgresServer server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_many_that_start_at_once_one_makes_the_schema_and_all_find_it()
    {
        var connection = await server.CreateDatabaseAsync();
        var starting = Enumerable.Range(0, 8).Select(_ => new PostgresDatabase(connection)).ToArray();
        Assert.True(await PostgresSchema.CountMissingAsync(starting[0], Cancellation) > 0);
        await Task.WhenAll(starting.Select(database => PostgresSchema.UpgradeAsync(database, Cancellation)));
        Assert.Equal(0, await PostgresSchema.CountMissingAsync(starting[7], Cancellation));

        await using var reader = new NpgsqlConnection(connection);
        var applied = (await reader.QueryAsync<string>("SELECT scriptname FROM schemaversions")).ToArray();
        Assert.Equal(applied.Distinct(), applied);
        Assert.Contains(PostgresSchema.Newest, applied);
        foreach (var database in starting) await database.DisposeAsync();
    }

    [Fact]
    public async Task A_second_upgrade_keeps_what_is_there()
    {
        var connection = await server.CreateDatabaseAsync();
        await using (var store = await PostgresStore.OpenAsync(connection))
            await store.Writer.WriteAsync(LedgerTables.Trials.Of("s", 1, "[]", null), Cancellation);
        await using var again = await PostgresStore.OpenAsync(connection);
        Assert.Equal(1, await again.ScalarAsync<long>("SELECT COUNT(*) FROM trials"));
    }

    [Fact]
    public async Task A_ledger_of_a_newer_program_is_refused_by_name()
    {
        var connection = await server.CreateDatabaseAsync();
        await using (var store = await PostgresStore.OpenAsync(connection))
            await store.Writer.WriteAsync(new Statement("INSERT INTO schemaversions (scriptname, applied) VALUES ('9999-tomorrow.sql', '2099-01-01')"), Cancellation);
        var error = await Assert.ThrowsAsync<LedgerTooNewException>(() => PostgresStore.OpenAsync(connection));
        Assert.Contains("9999-tomorrow.sql", error.Message, StringComparison.Ordinal);
        Assert.Contains(PostgresSchema.Newest, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Username", error.Message, StringComparison.Ordinal);
    }
}
