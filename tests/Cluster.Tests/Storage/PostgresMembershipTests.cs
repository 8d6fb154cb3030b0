using System.Net;
using Orchestrator.Silo.Storage.PostgreSql;

namespace Orchestrator.Cluster.Tests.Storage;

public sealed class PostgresMembershipTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly DateTime Noon = new(2026, 3, 4, 12, 0, 0, DateTimeKind.Utc);

    private PostgresDatabase _database = null!;
    private PostgresMembership _table = null!;

    public async ValueTask InitializeAsync()
    {
        _database = new PostgresDatabase(await server.CreateDatabaseAsync());
        _table = new PostgresMembership(_database);
        await _table.InitializeMembershipTable(tryInitTableVersion: true);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_new_table_has_a_version_and_no_silo()
    {
        var data = await _table.ReadAll();
        Assert.Empty(data.Members);
        Assert.Equal("0", data.Version.VersionEtag);
    }

    [Fact]
    public async Task A_silo_comes_back_as_it_was_written()
    {
        var written = Silo(1, SiloStatus.Active);
        written.SuspectTimes = [Tuple.Create(Silo(2).SiloAddress, Noon.AddTicks(7)), Tuple.Create(Silo(3).SiloAddress, Noon)];
        Assert.True(await _table.InsertRow(written, (await _table.ReadAll()).Version.Next()));

        var data = await _table.ReadRow(written.SiloAddress);
        var read = Assert.Single(data.Members).Item1;
        Assert.Equal(written.SiloAddress, read.SiloAddress);
        Assert.Equal((written.Status, written.SiloName, written.HostName, written.ProxyPort), (read.Status, read.SiloName, read.HostName, read.ProxyPort));
        Assert.Equal((written.StartTime, written.IAmAliveTime), (read.StartTime, read.IAmAliveTime));
        Assert.Equal(written.SuspectTimes, read.SuspectTimes);
        Assert.Equal(1, data.Version.Version);
        Assert.Empty((await _table.ReadRow(Silo(9).SiloAddress)).Members);
    }

    [Fact]
    public async Task Of_many_that_join_with_the_same_version_exactly_one_does()
    {
        var version = (await _table.ReadAll()).Version.Next();
        var joined = await Task.WhenAll(Enumerable.Range(1, 8).Select(port => _table.InsertRow(Silo(port), version)));
        Assert.Single(joined, won => won);
        Assert.Single((await _table.ReadAll()).Members);
    }

    [Fact]
    public async Task A_silo_that_is_there_is_not_inserted_again_and_the_version_stays()
    {
        Assert.True(await _table.InsertRow(Silo(1), (await _table.ReadAll()).Version.Next()));
        Assert.False(await _table.InsertRow(Silo(1), (await _table.ReadAll()).Version.Next()));
        Assert.Equal(1, (await _table.ReadAll()).Version.Version);
    }

    [Fact]
    public async Task A_change_with_an_old_tag_is_refused_whole()
    {
        Assert.True(await _table.InsertRow(Silo(1), (await _table.ReadAll()).Version.Next()));
        var before = await _table.ReadAll();
        var tag = before.Members[0].Item2;
        Assert.True(await _table.UpdateRow(Silo(1, SiloStatus.Active), tag, before.Version.Next()));
        Assert.False(await _table.UpdateRow(Silo(1, SiloStatus.Dead), tag, (await _table.ReadAll()).Version.Next()));
        Assert.False(await _table.UpdateRow(Silo(1, SiloStatus.Dead), (await _table.ReadAll()).Members[0].Item2, before.Version.Next()));

        var after = await _table.ReadAll();
        Assert.Equal(SiloStatus.Active, after.Members[0].Item1.Status);
        Assert.Equal(2, after.Version.Version);
    }

    [Fact]
    public async Task A_sign_of_life_changes_nothing_else_and_only_the_long_dead_are_swept_out()
    {
        foreach (var silo in new[] { Silo(1, SiloStatus.Active), Silo(2, SiloStatus.Dead), Silo(3, SiloStatus.Dead) })
            Assert.True(await _table.InsertRow(silo, (await _table.ReadAll()).Version.Next()));
        var late = Silo(3);
        late.IAmAliveTime = Noon.AddHours(2);
        await _table.UpdateIAmAlive(late);
        await _table.CleanupDefunctSiloEntries(Noon.AddHours(1));

        var left = await _table.ReadAll();
        Assert.Equal(3, left.Version.Version);
        Assert.Equal([1, 3], left.Members.Select(member => member.Item1.SiloAddress.Endpoint.Port).Order());
        Assert.Equal(Noon.AddHours(2), (await _table.ReadRow(late.SiloAddress)).Members[0].Item1.IAmAliveTime);
        Assert.Equal(SiloStatus.Dead, (await _table.ReadRow(late.SiloAddress)).Members[0].Item1.Status);
    }

    private static MembershipEntry Silo(int port, SiloStatus status = SiloStatus.Joining) => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Loopback, port, 42),
        Status = status,
        SiloName = $"silo {port}",
        HostName = "here",
        ProxyPort = 30000 + port,
        StartTime = Noon,
        IAmAliveTime = Noon,
    };
}
