using System.Collections.Immutable;
using System.Text;
using Orleans.Storage;

namespace Orchestrator.Cluster.Tests.Storage;

/// <summary>What every store of grain state must do.</summary>
public abstract class GrainStorageContract : IAsyncLifetime
{
    internal const string Kind = "head";

    private IOpenStore _store = null!;

    /// <summary>The test's own database, empty at first.</summary>
    protected abstract Task<IOpenStore> OpenAsync();

    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        GC.SuppressFinalize(this);
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
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => WriteAsync(_store, Grain($"лынь {i}"), new State { Count = i, Names = ["Δt", "🐈"] })));
        await _store.DisposeAsync();
        _store = await OpenAsync();
        for (var i = 0; i < 200; i++)
        {
            var read = await ReadAsync(_store, Grain($"лынь {i}"));
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

        var payload = Encoding.UTF8.GetString(await _store.ScalarAsync<byte[]>("SELECT payload FROM grain_state"));
        Assert.DoesNotContain("$type", payload, StringComparison.Ordinal);
        Assert.DoesNotContain("Orchestrator", payload, StringComparison.Ordinal);
    }

    internal static GrainId Grain(string key) => GrainId.Create("test", key);

    internal static async Task<GrainState<State>> WriteAsync(IOpenStore store, GrainId grain, State state)
    {
        var held = new GrainState<State>(state);
        await store.States.WriteStateAsync(Kind, grain, held);
        return held;
    }

    internal static async Task<GrainState<State>> ReadAsync(IOpenStore store, GrainId grain)
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
