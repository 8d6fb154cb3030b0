using System.Net;
using Orchestrator.Cluster.Tests.Ledger;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Silo.Storage.PostgreSql;
using Orleans.Storage;
using static Orchestrator.Cluster.Tests.Storage.GrainStorageContract;

namespace Orchestrator.Cluster.Tests.Storage;

/// <summary>A silo that is stopped (SIGSTOP, a machine that sleeps) keeps its connections, and with them every lock of a transaction that it did not finish. Wherever that is, the others get on.</summary>
public sealed class HungSiloTests(PostgresServer server)
{
    /// <summary>Of all bytes that it exchanges with the server.</summary>
    private const int Places = 8;

    private const int Reports = 100;

    private static readonly CheckpointRef Checkpoint = new(Rows.Run(), 1, 1, "sha");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A run went on nowhere for two minutes: to a client of which it has a part of a batch the server listens for ever.</summary>
    [Fact]
    public Task A_silo_that_hangs_while_it_sends_a_batch_keeps_no_rows_from_others() => AtEveryPlaceAsync(ReportingAsync, GoOnElsewhereAsync);

    [Fact]
    public async Task A_silo_that_goes_on_after_it_hung_in_a_batch_changes_nothing_that_others_wrote_since()
    {
        var connection = await server.CreateDatabaseAsync();
        using var line = new StoppedLine(connection);
        await using var hung = await ReportingAsync(connection, line.ConnectionString);
        line.StopAfter(Reports * 100);
        var hanging = hung.ActAsync();
        await GoOnElsewhereAsync(connection).WaitAsync(Patience.Limit, Cancellation);
        line.GoOn();
        await Assert.ThrowsAsync<InconsistentStateException>(() => hanging);
        await using var others = await PostgresStore.OpenAsync(connection);
        Assert.Equal(Reports, await others.ScalarAsync<long>("SELECT COUNT(*) FROM observations WHERE attempt = 2"));
    }

    [Fact]
    public Task A_silo_that_hangs_while_it_joins_lets_others_join() => AtEveryPlaceAsync(JoiningAsync, JoinAsync);

    /// <summary>The lock that migrations took was one of its session: other silos that started waited for it as long as the first was stopped.</summary>
    [Fact]
    public Task A_silo_that_hangs_while_it_migrates_lets_others_migrate() => AtEveryPlaceAsync(MigratingAsync, MigrateAsync);

    /// <summary>And everybody who wants the table would queue behind who migrates.</summary>
    [Fact]
    public Task A_silo_that_hangs_while_it_reads_lets_others_migrate() => AtPlaceAsync(1 << 20, ReadingAsync, async connection =>
    {
        await using var others = await PostgresStore.OpenAsync(connection);
        await others.Writer.WriteLargeAsync([new Statement("ALTER TABLE checkpoints ADD COLUMN later bigint")], Cancellation);
    });

    /// <summary>A run's grain, with all that was told of the run.</summary>
    private static async Task<Hung> ReportingAsync(string connection, string line)
    {
        await using (var others = await PostgresStore.OpenAsync(connection)) await WriteAsync(others, Grain("run"), new State());
        var hung = await PostgresStore.OpenAsync(line);
        var state = await ReadAsync(hung, Grain("run"));
        return new Hung(hung, () => ReportAsync(hung, state, attempt: 1));
    }

    /// <summary>As an activation on another silo does: who finds that the state was written meanwhile reads it again.</summary>
    private static async Task GoOnElsewhereAsync(string connection)
    {
        await using var others = await PostgresStore.OpenAsync(connection);
        while (true)
        {
            try
            {
                await ReportAsync(others, await ReadAsync(others, Grain("run")), attempt: 2);
                return;
            }
            catch (InconsistentStateException)
            {
            }
        }
    }

    private static async Task ReportAsync(PostgresStore store, GrainState<State> state, int attempt)
    {
        store.Ledger.BeginTurn();
        await store.Ledger.SaveObservationsAsync(Rows.Run(), attempt, [.. Enumerable.Range(1, Reports).Select(iteration => Rows.Observation(iteration))], Cancellation);
        await store.States.WriteStateAsync(Kind, Grain("run"), state);
    }

    private static async Task<Hung> JoiningAsync(string connection, string line)
    {
        await using (var others = new PostgresDatabase(connection)) await PostgresSchema.UpgradeAsync(others, Cancellation);
        var hung = new PostgresDatabase(line);
        var table = new PostgresMembership(hung);
        var version = (await table.ReadAll()).Version.Next();
        return new Hung(hung, () => table.InsertRow(Silo(1), version));
    }

    private static async Task JoinAsync(string connection)
    {
        await using var others = new PostgresDatabase(connection);
        var table = new PostgresMembership(others);
        while (!await table.InsertRow(Silo(2), (await table.ReadAll()).Version.Next())) Cancellation.ThrowIfCancellationRequested();
    }

    private static async Task<Hung> MigratingAsync(string connection, string line)
    {
        var hung = new PostgresDatabase(line);
        await PostgresSchema.CountMissingAsync(hung, Cancellation);
        return new Hung(hung, () => PostgresSchema.UpgradeAsync(hung, Cancellation));
    }

    private static async Task MigrateAsync(string connection)
    {
        await using var others = new PostgresDatabase(connection);
        await PostgresSchema.UpgradeAsync(others, Cancellation);
        Assert.Equal(0, await PostgresSchema.CountMissingAsync(others, Cancellation));
    }

    /// <summary>More than the buffers of the machine take in.</summary>
    private static async Task<Hung> ReadingAsync(string connection, string line)
    {
        await using (var others = await PostgresStore.OpenAsync(connection)) await others.Ledger.SaveCheckpointAsync(Checkpoint, new byte[64 << 20], keep: 1, Cancellation);
        var hung = await PostgresStore.OpenAsync(line);
        return new Hung(hung, () => hung.Ledger.LoadCheckpointAsync(Checkpoint, Cancellation));
    }

    private async Task AtEveryPlaceAsync(Func<string, string, Task<Hung>> readyAsync, Func<string, Task> othersAsync)
    {
        var whole = await CarriedAsync(readyAsync);
        await Task.WhenAll(Enumerable.Range(1, Places).Select(place => AtPlaceAsync(whole * place / (Places + 1), readyAsync, othersAsync)));
    }

    private async Task AtPlaceAsync(long bytes, Func<string, string, Task<Hung>> readyAsync, Func<string, Task> othersAsync)
    {
        var connection = await server.CreateDatabaseAsync();
        using var line = new StoppedLine(connection);
        await using var hung = await readyAsync(connection, line.ConnectionString);
        line.StopAfter(bytes);
        var hanging = hung.ActAsync();
        await line.HasStopped.WaitAsync(Patience.Limit, Cancellation);
        await othersAsync(connection).WaitAsync(Patience.Limit, Cancellation);
        Assert.False(hanging.IsCompleted);
        line.Cut();
        await Assert.ThrowsAnyAsync<Exception>(() => hanging);
    }

    private async Task<long> CarriedAsync(Func<string, string, Task<Hung>> readyAsync)
    {
        var connection = await server.CreateDatabaseAsync();
        using var line = new StoppedLine(connection);
        await using var well = await readyAsync(connection, line.ConnectionString);
        var before = line.Carried;
        await well.ActAsync();
        return line.Carried - before;
    }

    private static MembershipEntry Silo(int port) => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Loopback, port, 42),
        Status = SiloStatus.Active,
        SiloName = $"silo {port}",
        HostName = "here",
        ProxyPort = 30000 + port,
    };

    /// <param name="ActAsync">What it is about to do.</param>
    private sealed record Hung(IAsyncDisposable Opened, Func<Task> ActAsync) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Opened.DisposeAsync();
    }
}
