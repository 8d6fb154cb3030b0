using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Client.Tests.Processes;
using Orchestrator.Client.Tests.Telemetry;

namespace Orchestrator.Client.Tests.Security;

/// <summary>The real program's "up" on all addresses of the machine, with a token and HTTPS.</summary>
public sealed class SecuredServer : IAsyncLifetime
{
    internal const string Token = "c0ffee0123456789abcdef0123456789";

    private OrchestratorProcess? _process;

    internal TemporaryFolder Folder { get; } = new();

    internal int Port { get; } = FreePort.Next();

    /// <summary>All that the process has said.</summary>
    internal string Said => _process!.ErrorSoFar;

    public async ValueTask InitializeAsync()
    {
        var made = await OrchestratorProcess.RunAsync(Folder, "certificates", "pki", "localhost");
        Assert.True(made.ExitCode == 0, made.ToString());
        _process = OrchestratorProcess.Start(Folder, ["up", "--address", "0.0.0.0", "--port", $"{Port}"],
            ("ORCHESTRATOR_TOKENFILE", Folder.Write("token", $"{Token}\n")), ("ORCHESTRATOR_CERTIFICATES", Path.Combine(Folder.Path, "pki", "localhost")));
        await _process.SaidAsync("Serving", CancellationToken.None);
    }

    /// <summary>A program or browser that believes only the server's own authority and follows no redirection by itself.</summary>
    internal HttpClient Visitor()
    {
        var authority = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(Folder.Path, "pki", "ca.crt"));
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, CustomTrustStore = { authority } };
        return new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust } })
        {
            BaseAddress = new Uri($"https://localhost:{Port}"),
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.SendTerminate();
            await _process.EndAsync();
        }
        _process?.Dispose();
        Folder.Dispose();
    }
}
