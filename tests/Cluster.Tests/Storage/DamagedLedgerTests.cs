using Dapper;
using Microsoft.Data.Sqlite;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Silo;
using Orchestrator.Silo.Storage.Sqlite;

namespace Orchestrator.Cluster.Tests.Storage;

/// <summary>What a person reads whose ledger is damaged: which file, and what to do.</summary>
public sealed class DamagedLedgerTests : IDisposable
{
    private const int PageBytes = 4096;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Ledger => _folder.File("ledger.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(SiloDuties.Queries)]
    [InlineData(SiloDuties.Commands)]
    public async Task A_file_that_is_no_ledger_is_named(SiloDuties duties)
    {
        await File.WriteAllTextAsync(Ledger, string.Concat(Enumerable.Repeat("no ledger ", 1000)), Cancellation);
        await AssertRefusedAsync(duties);
    }

    [Theory]
    [InlineData(SiloDuties.Queries)]
    [InlineData(SiloDuties.Commands)]
    public async Task A_ledger_that_was_cut_off_is_named(SiloDuties duties)
    {
        Fill();
        await using (var file = new FileStream(Ledger, FileMode.Open)) file.SetLength(3 * PageBytes);
        await AssertRefusedAsync(duties);
    }

    [Fact]
    public async Task A_silo_does_not_wait_for_ever_on_a_damaged_page()
    {
        Fill();
        long page;
        using (var database = SqliteDatabase.InFile(Ledger))
        using (var connection = database.OpenForReading())
            page = connection.ExecuteScalar<long>("SELECT rootpage FROM sqlite_master WHERE name = 'observations'");
        await using (var file = new FileStream(Ledger, FileMode.Open))
        {
            file.Position = (page - 1) * PageBytes;
            file.Write([.. Enumerable.Repeat((byte)0xA5, PageBytes)]);
        }
        await AssertRefusedAsync(SiloDuties.Commands);
        Assert.Contains(LocalTools.Doctor(_folder.Path).Checks, check => check.State == CheckState.Problem && check.Found.Contains(Ledger, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2026-01-01T00:00:00.0000000Z", "{{{")]
    [InlineData("yesterday", "{}")]
    public async Task A_row_that_cannot_be_read_is_told_without_a_stack(string time, string spec)
    {
        Fill();
        using (var database = SqliteDatabase.InFile(Ledger))
        using (var connection = database.OpenForWriting())
            connection.Execute("INSERT INTO sweeps (id, name, status, submitted_at, fingerprint, spec, source_file, origin) VALUES ('s', 's', 1, @time, 'f', @spec, '', '')", new { time, spec });
        await using var silo = await EmbeddedSilo.StartAsync(new EmbeddedSiloOptions(_folder.Path) { Duties = SiloDuties.Queries }, Cancellation);
        var error = await Assert.ThrowsAsync<DamagedRowException>(() => silo.Client.GetGrain<IQueryGrain>(0).Sweep("s"));
        Assert.Contains("a row of the ledger cannot be read", error.Message, StringComparison.Ordinal);
    }

    /// <summary>An empty ledger whose pages are all in the one file.</summary>
    private void Fill()
    {
        using var database = SqliteDatabase.InFile(Ledger);
        LedgerSchema.Upgrade(database);
        using var connection = database.OpenForWriting();
        connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private async Task AssertRefusedAsync(SiloDuties duties)
    {
        SqliteConnection.ClearAllPools();
        var before = await File.ReadAllBytesAsync(Ledger, Cancellation);
        var error = await Assert.ThrowsAsync<LedgerDamagedException>(() => EmbeddedSilo.StartAsync(new EmbeddedSiloOptions(_folder.Path) { Duties = duties }, Cancellation));
        Assert.Contains(Ledger, error.Message, StringComparison.Ordinal);
        Assert.Contains(".recover", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Ledger, Cancellation));
    }
}
