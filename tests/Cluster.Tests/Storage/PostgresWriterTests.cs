using Npgsql;
using Orchestrator.Silo.Storage.PostgreSql;
using Orleans.Storage;
using static Orchestrator.Cluster.Tests.Storage.GrainStorageContract;

namespace Orchestrator.Cluster.Tests.Storage;

public sealed class PostgresWriterTests(PostgresServer server) : IAsyncLifetime
{
    /// <summary>Long enough that all that a test writes meanwhile waits for one common transaction.</summary>
    private static readonly Statement Hold = new("SELECT pg_sleep(0.3)");

    private PostgresStore _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _store = await PostgresStore.OpenAsync(await server.CreateDatabaseAsync());

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_conflict_or_a_refused_statement_does_not_roll_back_the_others_of_its_transaction()
    {
        await WriteAsync(_store, Grain("contested"), new State());
        var holding = _store.Writer.WriteAsync(Hold, Cancellation);
        var neighbours = Enumerable.Range(0, 20).Select(i => WriteAsync(_store, Grain($"n{i}"), new State { Count = i })).ToList();
        var conflict = WriteAsync(_store, Grain("contested"), new State());
        var refused = _store.Writer.WriteAsync(LedgerTables.Trials.Of("s", 1, null, null), Cancellation);
        neighbours.AddRange(Enumerable.Range(20, 20).Select(i => WriteAsync(_store, Grain($"n{i}"), new State { Count = i })));

        await holding;
        await Assert.ThrowsAsync<InconsistentStateException>(() => conflict);
        await Assert.ThrowsAsync<PostgresException>(() => refused);
        await Task.WhenAll(neighbours);
        for (var i = 0; i < 40; i++) Assert.Equal(i, (await ReadAsync(_store, Grain($"n{i}"))).State!.Count);
    }

    [Fact]
    public async Task A_change_that_fails_halfway_leaves_nothing_behind()
    {
        var failing = _store.Writer.WriteAsync([LedgerTables.Trials.Of("s", 1, "[]", null), LedgerTables.Trials.Of("s", 2, null, null)], Cancellation);
        await Assert.ThrowsAsync<PostgresException>(() => failing);
        Assert.Equal(0, await _store.ScalarAsync<long>("SELECT COUNT(*) FROM trials"));
    }

    /// <summary>Between two statements, that is, where the server itself ends the session; <see cref="HungSiloTests"/> has every other place.</summary>
    [Fact]
    public async Task Who_hangs_within_a_transaction_does_not_keep_others_from_its_rows_for_ever()
    {
        await WriteAsync(_store, Grain("held"), new State { Count = 1 });
        await using var hung = await _store.Database.Source.OpenConnectionAsync(Cancellation);
        await using var transaction = await hung.BeginTransactionAsync(Cancellation);
        await using (var touch = new NpgsqlCommand("SELECT * FROM grain_state FOR UPDATE", hung)) await touch.ExecuteNonQueryAsync(Cancellation);

        var held = await ReadAsync(_store, Grain("held"));
        held.State = new State { Count = 2 };
        await _store.States.WriteStateAsync(Kind, Grain("held"), held).WaitAsync(Patience.Limit, Cancellation);
        Assert.Equal(2, (await ReadAsync(_store, Grain("held"))).State!.Count);
    }

    [Fact]
    public async Task Connections_that_the_server_has_cut_cost_no_write()
    {
        await WriteAsync(_store, Grain("before"), new State { Count = 1 });
        await using (var other = new NpgsqlConnection(_store.Database.Source.ConnectionString + ";Pooling=false"))
        {
            await other.OpenAsync(Cancellation);
            await using var cut = new NpgsqlCommand("SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", other);
            Assert.True((long)(await cut.ExecuteScalarAsync(Cancellation))! > 0);
        }

        await WriteAsync(_store, Grain("after"), new State { Count = 2 });
        Assert.Equal(2, (await ReadAsync(_store, Grain("after"))).State!.Count);
    }

    [Fact]
    public async Task Closing_writes_what_is_queued_and_refuses_the_rest()
    {
        var store = await PostgresStore.OpenAsync(await server.CreateDatabaseAsync());
        var queued = Enumerable.Range(0, 100).Select(i => WriteAsync(store, Grain($"{i}"), new State { Count = i })).ToArray();
        await store.DisposeAsync();
        await Task.WhenAll(queued);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.Writer.WriteAsync(Hold, CancellationToken.None));
    }
}
