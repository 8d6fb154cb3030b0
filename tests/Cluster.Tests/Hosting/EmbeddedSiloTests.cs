using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orchestrator.Cluster.Tests.Storage;
using Orchestrator.Cluster.Tests.Support;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Silo;

namespace Orchestrator.Cluster.Tests.Hosting;

public sealed class EmbeddedSiloTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("Été 2026 (a&b)");
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_owns_its_directory_while_it_runs_and_can_be_found_and_called()
    {
        await using (await EmbeddedSilo.StartAsync(new EmbeddedSiloOptions(Data) { Duties = SiloDuties.Commands }, Cancellation))
        {
            var running = RunningSilo.Find(Data);
            Assert.NotNull(running);
            Assert.Equal(Environment.ProcessId, running.ProcessId);
            Assert.Null(running.Web);
            await Assert.ThrowsAsync<DataDirectoryInUseException>(() => EmbeddedSilo.StartAsync(new EmbeddedSiloOptions(Data), Cancellation));
            Assert.NotNull(RunningSilo.Find(Data));

            await using var connection = await SiloConnection.ConnectAsync(running.Gateway, Cancellation);
            Assert.Single(await connection.Client.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: false, Cancellation));
        }

        Assert.Null(RunningSilo.Find(Data));
        Assert.Equal(["ledger.db", "lock"], Directory.GetFiles(Data).Select(Path.GetFileName).Order());
        await using var again = await EmbeddedSilo.StartAsync(new EmbeddedSiloOptions(Data) { Duties = SiloDuties.Commands }, Cancellation);
        Assert.NotNull(RunningSilo.Find(Data));
    }

    /// <summary>"Could not find a codec for type Npgsql.PostgresException" was all that a client heard of a database that was down.</summary>
    [Fact]
    public async Task An_error_of_the_database_reaches_a_client_in_another_process_as_one_it_can_read()
    {
        var refused = new NpgsqlException("no connection", new PostgresException("the database system is starting up", "FATAL", "FATAL", "57P03"));
        await using var silo = await EmbeddedSilo.StartAsync(
            new EmbeddedSiloOptions(Data) { Duties = SiloDuties.Commands, Substitutes = services => services.AddSingleton(DeadLedger.That(refused)) }, Cancellation);
        await using var connection = await SiloConnection.ConnectAsync(RunningSilo.Find(Data)!.Gateway, Cancellation);
        var told = await Assert.ThrowsAsync<LedgerUnavailableException>(() => connection.Client.GetGrain<IQueryGrain>(0).Sweeps());
        Assert.Contains("no connection", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Questions_to_a_directory_that_does_not_exist_create_nothing()
    {
        await using (var silo = await EmbeddedSilo.StartAsync(new EmbeddedSiloOptions(Data) { Duties = SiloDuties.Queries }, Cancellation))
        {
            var query = silo.Client.GetGrain<IQueryGrain>(0);
            Assert.Empty(await query.Sweeps());
            Assert.Null(await query.Sweep("spiral-1"));
            Assert.Empty(await query.Find(""));
        }

        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task Questions_are_answered_beside_the_owner()
    {
        await using var owner = await EmbeddedSilo.StartAsync(new EmbeddedSiloOptions(Data) { Duties = SiloDuties.Commands }, Cancellation);
        await using var reader = await EmbeddedSilo.StartAsync(new EmbeddedSiloOptions(Data) { Duties = SiloDuties.Queries }, Cancellation);
        Assert.Empty(await reader.Client.GetGrain<IQueryGrain>(0).Sweeps());
        await reader.StopAsync();
        Assert.NotNull(RunningSilo.Find(Data));
    }

    [Fact]
    public async Task Nobody_at_an_address_is_said_so()
    {
        var nobody = new IPEndPoint(IPAddress.Loopback, Silo.Hosting.Loopback.FreePorts(1)[0]);
        var error = await Assert.ThrowsAsync<ClusterUnreachableException>(() => SiloConnection.ConnectAsync(nobody, Cancellation));
        Assert.Contains(nobody.ToString(), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_web_server_answers_on_loopback_and_only_to_its_own_name()
    {
        await using var silo = await EmbeddedSilo.StartAsync(new EmbeddedSiloOptions(Data) { Duties = SiloDuties.Commands, HttpPort = 0 }, Cancellation);
        Assert.NotNull(silo.Web);
        Assert.Equal("127.0.0.1", silo.Web.Host);
        Assert.Equal(silo.Web, RunningSilo.Find(Data)?.Web);
        using var http = new HttpClient { BaseAddress = silo.Web };

        Assert.Equal("healthy\n", await http.GetStringAsync("/health", Cancellation));
        Assert.Contains("orleans_", await http.GetStringAsync("/metrics", Cancellation), StringComparison.Ordinal);

        Assert.Equal("ready\n", await http.GetStringAsync("/ready", Cancellation));
        Assert.Contains("None yet", await http.GetStringAsync("/", Cancellation), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/sweeps/nothing/report", Cancellation)).StatusCode);

        using var foreign = new HttpRequestMessage(HttpMethod.Get, "/health") { Headers = { Host = "evil.example" } };
        Assert.Equal(HttpStatusCode.BadRequest, (await http.SendAsync(foreign, Cancellation)).StatusCode);
    }
}
