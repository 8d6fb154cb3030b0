using Microsoft.Extensions.Configuration;
using Orchestrator.Silo;

namespace Orchestrator.Cluster.Tests.Hosting;

public sealed class SiloSettingsTests
{
    [Fact]
    public void Without_a_database_there_is_no_cluster() => Assert.Null(SiloSettings.ReadCluster(Settings(("Roles", "worker"))));

    [Fact]
    public void A_database_alone_is_enough()
    {
        var options = SiloSettings.ReadCluster(Settings(("Database", "Host=db")))!;
        Assert.Equal(SiloRoles.Control | SiloRoles.Worker, options.Roles);
        Assert.Equal((ClusterSiloOptions.DefaultSiloPort, ClusterSiloOptions.DefaultGatewayPort), (options.SiloPort, options.GatewayPort));
    }

    [Theory]
    [InlineData("worker", SiloRoles.Worker)]
    [InlineData("Control", SiloRoles.Control)]
    [InlineData("control, worker", SiloRoles.Control | SiloRoles.Worker)]
    public void Roles_are_read_by_name(string text, SiloRoles expected) =>
        Assert.Equal(expected, SiloSettings.ReadCluster(Settings(("Database", "Host=db"), ("Roles", text)))!.Roles);

    [Theory]
    [InlineData("Roles", "trainer", "control, worker")]
    [InlineData("SiloPort", "0", "from 1 to 65535")]
    public void A_wrong_setting_is_named_with_its_rule(string name, string text, string rule)
    {
        var error = Assert.Throws<FormatException>(() => SiloSettings.ReadCluster(Settings(("Database", "Host=db"), (name, text))));
        Assert.Contains($"{name} = '{text}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(rule, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Hots=db;Password=secret")]
    [InlineData("secret")]
    [InlineData("Username=u;Password=secret")]
    public void A_connection_string_that_is_none_is_named_without_its_password(string database)
    {
        var error = Assert.Throws<FormatException>(() => SiloSettings.ReadCluster(Settings(("Database", database))));
        Assert.Contains("Database: must be a connection string of PostgreSQL", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_named_without_its_password()
    {
        var options = new ClusterSiloOptions("Host=127.0.0.1;Port=1;Username=u;Password=secret;Database=d;Timeout=5");
        var error = await Assert.ThrowsAsync<DatabaseUnreachableException>(() => ClusterSilo.StartAsync(options, TestContext.Current.CancellationToken));
        Assert.Contains("d at 127.0.0.1:1", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    private static IConfiguration Settings(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();
}
