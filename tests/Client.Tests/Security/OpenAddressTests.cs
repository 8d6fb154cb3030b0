using Orchestrator.Client.Tests.Processes;

namespace Orchestrator.Client.Tests.Security;

/// <summary>What would let strangers in does not start, and says what is missing.</summary>
public sealed class OpenAddressTests
{
    [Theory]
    [InlineData("0.0.0.0", "", "a token is needed")]
    [InlineData("::", "", "a token is needed")]
    [InlineData("192.0.2.1", "short", "has 5 characters")]
    [InlineData("everywhere", "", "must be an IP address")]
    public async Task Up_on_an_open_address_needs_a_good_token(string address, string token, string explanation)
    {
        using var folder = new TemporaryFolder();
        var ended = await OrchestratorProcess.RunAsync(folder, ["up", "--port", "0", "--address", address], ("ORCHESTRATOR_TOKEN", token));
        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(explanation, ended.Error, StringComparison.Ordinal);
        Assert.Empty(ended.Out);
        Assert.False(Directory.Exists(folder.Data));
    }

    [Fact]
    public async Task Certificates_that_cannot_be_used_are_named()
    {
        using var folder = new TemporaryFolder();
        var ended = await OrchestratorProcess.RunAsync(folder, "list", "--cluster", "127.0.0.1:9", "--certificates", "nowhere");
        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("Certificates = 'nowhere': tls.crt and tls.key", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificates_are_made_below_one_authority_and_never_over_others()
    {
        using var folder = new TemporaryFolder();
        var first = await OrchestratorProcess.RunAsync(folder, "certificates", "pki", "gpu-1", "10.0.0.7");
        var second = await OrchestratorProcess.RunAsync(folder, "certificates", "pki", "alice", "--client");
        var again = await OrchestratorProcess.RunAsync(folder, "certificates", "pki", "gpu-1");
        var outside = await OrchestratorProcess.RunAsync(folder, "certificates", "pki", "../x");

        Assert.True(first.ExitCode == 0, first.ToString());
        Assert.Equal(Path.Combine(folder.Path, "pki", "alice") + "\n", second.Out);
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("is there already", again.Error, StringComparison.Ordinal);
        Assert.Equal(2, outside.ExitCode);
        var authorities = new[] { ".", "gpu-1", "10.0.0.7", "alice" }.Select(name => File.ReadAllText(Path.Combine(folder.Path, "pki", name, "ca.crt"))).Distinct();
        Assert.Single(authorities);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder.Path, "pki", "ca.key")));
    }
}
