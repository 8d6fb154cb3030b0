using Dapper;
using Orleans.Storage;
using static Orchestrator.Cluster.Tests.Storage.GrainStorageContract;

namespace Orchestrator.Cluster.Tests.Storage;

public sealed class SqliteWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteStore _store;

    public SqliteWriterTests() => _store = new SqliteStore(_folder.File("ledger.db"));

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_conflict_does_not_roll_back_the_others_of_its_transaction()
    {
        await WriteAsync(_store, Grain("contested"), new State());
        using var hold = new ManualResetEventSlim();
        var holding = _store.Writer.WriteAsync(_ => { hold.Wait(); return 0; }, CancellationToken.None);
        var neighbours = Enumerable.Range(0, 20).Select(i => WriteAsync(_store, Grain($"n{i}"), new State { Count = i })).ToList();
        var conflict = WriteAsync(_store, Grain("contested"), new State());
        neighbours.AddRange(Enumerable.Range(20, 20).Select(i => WriteAsync(_store, Grain($"n{i}"), new State { Count = i })));
        hold.Set();

        await holding;
        await Assert.ThrowsAsync<InconsistentStateException>(() => conflict);
        await Task.WhenAll(neighbours);
        for (var i = 0; i < 40; i++) Assert.Equal(i, (await ReadAsync(_store, Grain($"n{i}"))).State!.Count);
    }

    [Fact]
    public async Task A_change_that_fails_halfway_leaves_nothing_behind()
    {
        var failing = _store.Writer.WriteAsync<int>(session =>
        {
            session.Execute("INSERT INTO trials (sweep_id, number, assignment) VALUES ('s', 1, '[]')");
            throw new InvalidOperationException("halfway");
        }, CancellationToken.None);
        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);

        using var connection = _store.Database.OpenForReading();
        Assert.Equal(0, connection.ExecuteScalar<long>("SELECT COUNT(*) FROM trials"));
    }

    [Fact]
    public async Task A_ledger_that_takes_nothing_says_so_until_it_does_again()
    {
        using (var other = new Microsoft.Data.Sqlite.SqliteConnection(_store.Database.ConnectionString))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            other.Execute("BEGIN EXCLUSIVE");
            await Assert.ThrowsAnyAsync<Exception>(() => WriteAsync(_store, Grain("waits"), new State()));
            Assert.Contains("locked", _store.Writer.Trouble, StringComparison.Ordinal);
            other.Execute("ROLLBACK");
        }
        await WriteAsync(_store, Grain("waits"), new State());
        Assert.Null(_store.Writer.Trouble);
    }

    [Fact]
    public async Task Closing_writes_what_is_queued_and_refuses_the_rest()
    {
        using var folder = new TemporaryFolder();
        var store = new SqliteStore(folder.File("ledger.db"));
        var queued = Enumerable.Range(0, 100).Select(i => WriteAsync(store, Grain($"{i}"), new State { Count = i })).ToArray();
        store.Dispose();
        await Task.WhenAll(queued);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.Writer.WriteAsync(_ => 0, CancellationToken.None));
    }

    [Fact]
    public void Readers_cannot_write()
    {
        using var connection = _store.Database.OpenForReading();
        Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(() => connection.Execute("DELETE FROM grain_state"));
    }
}
