using System.Collections.Immutable;
using System.Text;
using Dapper;
using Orleans.Storage;

namespace Orchestrator.Cluster.Tests.Storage;

public sealed class SqliteGrainStorageTests : IDisposable
{
    private const string Kind = "head";

    private readonly TemporaryFolder _folder = new();
    private readonly OpenStore _store;

    public SqliteGrainStorageTests() => _store = new OpenStore(_folder.File("ledger.db"));

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_state_that_was_never_written_reads_as_fresh()
    {
        var read = await ReadAsync(_store, Grain("a"));
        Assert.False(read.RecordExists);
        Assert.Null(read.ETag);
        Assert.Equal(0, read.State!.Count);
    }

    [Fact]
    public async Task A_restart_reads_all_that_was_written()
    {
        using var folder = new TemporaryFolder();
        using (var first = new OpenStore(folder.File("ledger.db")))
            await Task.WhenAll(Enumerable.Range(0, 200).Select(i => WriteAsync(first, Grain($"лынь {i}"), new State { Count = i, Names = ["Δt", "🐈"] })));

        using var second = new OpenStore(folder.File("ledger.db"));
        for (var i = 0; i < 200; i++)
        {
            var read = await ReadAsync(second, Grain($"лынь {i}"));
            Assert.True(read.RecordExists);
            Assert.Equal("1", read.ETag);
            Assert.Equal(i, read.State!.Count);
            Assert.Equal(["Δt", "🐈"], read.State!.Names);
        }
    }

    [Fact]
    public async Task A_stale_writer_is_refused_and_changes_nothing()
    {
        var state = await WriteAsync(_store, Grain("a"), new State { Count = 1 });
        var stale = new GrainState<State>(new State { Count = 99 }, state.ETag!);
        state.State!.Count = 2;
        await _store.States.WriteStateAsync(Kind, Grain("a"), state);

        var error = await Assert.ThrowsAsync<InconsistentStateException>(() => _store.States.WriteStateAsync(Kind, Grain("a"), stale));
        Assert.Equal("2", error.StoredEtag);
        Assert.Equal("1", error.CurrentEtag);
        Assert.Equal(2, (await ReadAsync(_store, Grain("a"))).State!.Count);
    }

    [Fact]
    public async Task Of_two_first_writers_one_wins()
    {
        await WriteAsync(_store, Grain("a"), new State { Count = 1 });
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(_store, Grain("a"), new State { Count = 2 }));
        Assert.Equal(1, (await ReadAsync(_store, Grain("a"))).State!.Count);
    }

    [Fact]
    public async Task Of_many_writers_with_the_same_etag_exactly_one_wins()
    {
        var first = await WriteAsync(_store, Grain("a"), new State());
        var attempts = await Task.WhenAll(Enumerable.Range(1, 64).Select(async i =>
        {
            try
            {
                await _store.States.WriteStateAsync(Kind, Grain("a"), new GrainState<State>(new State { Count = i }, first.ETag!));
                return i;
            }
            catch (InconsistentStateException)
            {
                return 0;
            }
        }));
        var winner = Assert.Single(attempts, attempt => attempt > 0);
        Assert.Equal(winner, (await ReadAsync(_store, Grain("a"))).State!.Count);
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
    public async Task Clearing_removes_the_row_and_a_stale_clear_is_refused()
    {
        var state = await WriteAsync(_store, Grain("a"), new State { Count = 1 });
        var stale = new GrainState<State>(new State(), "7");
        await Assert.ThrowsAsync<InconsistentStateException>(() => _store.States.ClearStateAsync(Kind, Grain("a"), stale));

        await _store.States.ClearStateAsync(Kind, Grain("a"), state);
        Assert.False(state.RecordExists);
        Assert.Null(state.ETag);
        Assert.False((await ReadAsync(_store, Grain("a"))).RecordExists);
    }

    [Fact]
    public async Task Numbers_that_are_not_finite_and_arrays_never_set_survive_and_no_type_name_is_stored()
    {
        await WriteAsync(_store, Grain("a"), new State { Losses = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, 0.1, double.MaxValue], Names = default });
        var read = (await ReadAsync(_store, Grain("a"))).State!;
        Assert.Equal([double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, 0.1, double.MaxValue], read.Losses);
        Assert.True(double.IsNegative(read.Losses[3]));
        Assert.Equal([], read.Names);

        using var connection = _store.Database.OpenForReading();
        var payload = Encoding.UTF8.GetString(connection.QuerySingle<byte[]>("SELECT payload FROM grain_state"));
        Assert.DoesNotContain("$type", payload, StringComparison.Ordinal);
        Assert.DoesNotContain("Orchestrator", payload, StringComparison.Ordinal);
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
    public async Task Closing_writes_what_is_queued_and_refuses_the_rest()
    {
        using var folder = new TemporaryFolder();
        var store = new OpenStore(folder.File("ledger.db"));
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

    private static GrainId Grain(string key) => GrainId.Create("test", key);

    private static async Task<GrainState<State>> WriteAsync(OpenStore store, GrainId grain, State state)
    {
        var held = new GrainState<State>(state);
        await store.States.WriteStateAsync(Kind, grain, held);
        return held;
    }

    private static async Task<GrainState<State>> ReadAsync(OpenStore store, GrainId grain)
    {
        var held = new GrainState<State>(new State { Count = -1 });
        await store.States.ReadStateAsync(Kind, grain, held);
        return held;
    }

    internal sealed class State
    {
        public int Count { get; set; }
        public ImmutableArray<string> Names { get; set; } = [];
        public ImmutableArray<double> Losses { get; set; } = [];
    }
}
