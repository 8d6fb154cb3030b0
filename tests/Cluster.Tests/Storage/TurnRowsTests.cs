using Orchestrator.Grains.Interfaces.Reports;
using Orleans.Storage;

namespace Orchestrator.Cluster.Tests.Storage;

public sealed class TurnRowsTests : IDisposable
{
    private const string Kind = "head";

    private readonly TemporaryFolder _folder = new();
    private readonly SqliteStore _store;

    public TurnRowsTests() => _store = new SqliteStore(_folder.File("ledger.db"));

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Rows_of_a_turn_become_durable_with_the_state_of_its_grain()
    {
        var turn = _store.Ledger.BeginTurn();
        await SaveTrialAsync(0);
        Assert.Equal(0, await CountAsync());
        await WriteStateAsync(etag: null);
        Assert.Equal(1, await CountAsync());
        await turn.CloseAsync();
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task A_state_that_is_refused_takes_the_rows_of_its_turn_with_it()
    {
        await WriteStateAsync(etag: null);
        _store.Ledger.BeginTurn();
        await SaveTrialAsync(0);
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteStateAsync(etag: "7"));
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task What_no_state_took_along_is_written_when_the_turn_closes()
    {
        var turn = _store.Ledger.BeginTurn();
        await SaveTrialAsync(0);
        await turn.CloseAsync();
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Effects_that_begin_after_the_state_is_on_its_way_write_by_themselves()
    {
        _store.Ledger.BeginTurn();
        await WriteStateAsync(etag: null);
        await SaveTrialAsync(0);
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Another_flow_of_control_is_not_part_of_the_turn()
    {
        var other = new TaskCompletionSource();
        var outside = SaveLaterAsync(other.Task);
        var turn = _store.Ledger.BeginTurn();
        await SaveTrialAsync(0);
        other.SetResult();
        await outside;
        Assert.Equal([1], (await _store.Ledger.TrialsAsync("s", TestContext.Current.CancellationToken)).Select(trial => trial.Number));
        await turn.CloseAsync();
    }

    private async Task SaveLaterAsync(Task signal)
    {
        await signal;
        await SaveTrialAsync(1);
    }

    private Task SaveTrialAsync(int number) => _store.Ledger.SaveTrialAsync(new TrialRow("s", number, []), TestContext.Current.CancellationToken);

    private Task WriteStateAsync(string? etag)
        => _store.States.WriteStateAsync(Kind, GrainId.Create("test", "a"), new GrainState<string>("state", etag!));

    private async Task<int> CountAsync() => (await _store.Ledger.TrialsAsync("s", TestContext.Current.CancellationToken)).Length;
}
