using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Orchestrator.Client.Tests.Clusters;
using Orchestrator.Client.Tests.Processes;
using Orchestrator.Client.Tests.Sweeps;

namespace Orchestrator.Client.Tests.Security;

/// <summary>Three silo processes that know each other by certificates, and those who try to get in.</summary>
public sealed class SecuredClusterTests(ITestOutputHelper output) : IAsyncLifetime
{
    /// <summary>A silo says its first words in milliseconds to whom it lets in; others it may leave without a word.</summary>
    private static readonly TimeSpan SilentFor = TimeSpan.FromSeconds(5);

    private readonly TemporaryFolder _folder = new();
    private LocalCluster? _cluster;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Task.WhenAll(MakeAsync("pki", "alice"), MakeAsync("other-pki", "mallory"));
        _folder.Write("tiny.yaml", TinySweep.Text(200));
        _cluster = await LocalCluster.StartAsync(_folder, Cancellation, Showing("pki/node"));
    }

    [Fact]
    public async Task Only_who_shows_a_certificate_of_the_authority_gets_in()
    {
        var cluster = _cluster!;
        var alice = await OrchestratorProcess.RunAsync(_folder, ["submit", "tiny.yaml"], cluster.Gateway(1), Showing("pki/alice"));
        Assert.True(alice.ExitCode == 0, alice.ToString());
        await Task.WhenAll(
            AssertRefusedAsync(cluster.Gateway(1)),
            AssertRefusedAsync(cluster.Gateway(1), Showing("other-pki/mallory")),
            AssertRefusedAsync(cluster.Gateway(1), Showing("other-pki/node")));
        await Task.WhenAll(AssertPortAsync(cluster), AssertNoStrangerJoinsAsync(cluster));

        var watched = await OrchestratorProcess.RunAsync(_folder, ["watch"], cluster.Gateway(2), Showing("pki/alice"));
        Assert.True(watched.ExitCode == 0, watched.ToString());
        Assert.Equal(TinySweep.Runs, (await TinySweep.ExportAsync(_folder, "runs", cluster.Gateway(2), Showing("pki/alice"))).Count(run => run.GetProperty("status").GetString() == "completed"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
        _folder.Dispose();
    }

    private (string Name, string Value) Showing(string folder) => ("ORCHESTRATOR_CERTIFICATES", Path.Combine(_folder.Path, folder));

    /// <summary>An authority, and below it a node and a client.</summary>
    private async Task MakeAsync(string authority, string client)
    {
        foreach (string[] arguments in (string[][])[[authority, "node"], [authority, client, "--client"]])
        {
            var made = await OrchestratorProcess.RunAsync(_folder, ["certificates", .. arguments]);
            Assert.True(made.ExitCode == 0, made.ToString());
        }
    }

    /// <summary>A client with these variables calls no grain.</summary>
    private async Task AssertRefusedAsync(params (string Name, string Value)[] environment)
    {
        var refused = await OrchestratorProcess.RunAsync(_folder, ["list"], environment);
        Assert.Equal(3, refused.ExitCode);
        Assert.Empty(refused.Out);
        Assert.Contains("certificate", refused.Error, StringComparison.Ordinal);
    }

    /// <summary>A silo's own port speaks to nodes only. (A gateway waits for the client to speak first, so only real clients tell who gets in there.)</summary>
    private async Task AssertPortAsync(LocalCluster cluster)
    {
        var silo = cluster.SiloPort(1);
        Assert.True(await IsHeardAsync(silo, "pki/node", Patience.Limit));
        Assert.All(await Task.WhenAll(IsHeardAsync(silo, "pki/alice", SilentFor), IsHeardAsync(silo, "other-pki/node", SilentFor), IsHeardAsync(silo, null, SilentFor)), Assert.False);
    }

    /// <summary>True if the silo's side says anything after the handshake, as it does first to everybody whom it has let in.</summary>
    /// <param name="folder">Null: a plain connection that sends nonsense.</param>
    private async Task<bool> IsHeardAsync(int port, string? folder, TimeSpan within)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, Cancellation);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(within);
        try
        {
            await using var stream = await OpenAsync(client, folder, limit.Token);
            return await stream.ReadAsync(new byte[16], limit.Token) > 0 && folder is not null;
        }
        catch (Exception closed) when (closed is IOException or System.Security.Authentication.AuthenticationException or OperationCanceledException && !Cancellation.IsCancellationRequested)
        {
            output.WriteLine($"{port} {folder ?? "plain"}: {closed.Message}");
            return false;
        }
    }

    private async Task<Stream> OpenAsync(TcpClient client, string? folder, CancellationToken cancellation)
    {
        if (folder is null)
        {
            await client.GetStream().WriteAsync(new byte[64], cancellation);
            return client.GetStream();
        }

        using var own = X509Certificate2.CreateFromPemFile(Path.Combine(_folder.Path, folder, "tls.crt"), Path.Combine(_folder.Path, folder, "tls.key"));
        var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "orchestrator",
            ClientCertificates = [own],
            LocalCertificateSelectionCallback = (_, _, _, _, _) => own,
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null,
        }, cancellation);
        return stream;
    }

    /// <summary>Silos of strangers, although they know the database, whose password is trusted too, and have more time than one of ours needs.</summary>
    private async Task AssertNoStrangerJoinsAsync(LocalCluster cluster)
    {
        using var plain = JoiningSilo.Start(cluster, _folder);
        using var foreign = JoiningSilo.Start(cluster, _folder, Showing("other-pki/node"));
        using var client = JoiningSilo.Start(cluster, _folder, Showing("pki/alice"));
        Assert.Equal(2, await client.ExitCodeAsync(Cancellation));
        Assert.Contains("tls.crt is not accepted", client.Said, StringComparison.Ordinal);
        using var good = JoiningSilo.Start(cluster, _folder, Showing("pki/node"));
        Assert.True(await good.JoinsAsync(Patience.Limit, Cancellation), $"A silo with a good certificate did not join, so the others prove nothing: {good.Said}");

        var devices = await OrchestratorProcess.RunAsync(_folder, ["devices", "--format", "json"], cluster.Gateway(1), Showing("pki/alice"));
        Assert.True(devices.ExitCode == 0, devices.ToString());
        using var document = JsonDocument.Parse(devices.Out);
        Assert.InRange(document.RootElement.GetArrayLength(), 3, 4);
        Assert.False(plain.HasJoined, plain.Said);
        Assert.False(foreign.HasJoined, foreign.Said);
    }
}
