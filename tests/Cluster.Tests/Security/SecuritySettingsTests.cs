using System.Net;
using Microsoft.Extensions.Configuration;
using Orchestrator.Cluster.Tests.Storage;
using Orchestrator.Silo.Security;

namespace Orchestrator.Cluster.Tests.Security;

public sealed class SecuritySettingsTests : IDisposable
{
    private const string Token = "0123456789abcdef01234567";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Without_settings_everything_is_on_loopback()
    {
        Assert.Equal(WebAccess.Loopback, SecuritySettings.Web(Settings()));
        Assert.Equal(PeerAccess.Loopback, SecuritySettings.Peers(Settings()));
    }

    [Theory]
    [InlineData("Address", "192.0.2.1", "must show certificates")]
    [InlineData("Address", "0.0.0.0", "must be one of this machine")]
    [InlineData("Address", "::", "must be one of this machine")]
    [InlineData("Address", "no.such.machine.invalid", "no machine of this name")]
    public void A_silo_that_others_reach_needs_certificates(string name, string text, string rule) =>
        AssertSays($"{name} = '{text}'", rule, () => SecuritySettings.Peers(Settings((name, text))));

    [Theory]
    [InlineData("HttpAddress", "0.0.0.0", "a token is needed")]
    [InlineData("HttpAddress", "192.0.2.1", "a token is needed")]
    [InlineData("HttpAddress", "host", "must be an IP address")]
    [InlineData("TokenFile", "/nowhere/token", "cannot be read")]
    [InlineData("RequestsPerSecond", "0", "from 1 to 100000")]
    public void Pages_that_others_reach_need_a_token(string name, string text, string rule) =>
        AssertSays($"{name} = '{text}'", rule, () => SecuritySettings.Web(Settings((name, text))));

    [Fact]
    public void A_token_opens_other_addresses() =>
        Assert.Equal(IPAddress.Any, SecuritySettings.Web(Settings(("HttpAddress", "0.0.0.0"), ("Token", Token))).Address);

    [Theory]
    [InlineData("0123456789abcdef0123456", "has 23 characters")]
    [InlineData("", "has 0 characters")]
    [InlineData("0123456789 abcdef 0123456789", "without blanks")]
    [InlineData("0123456789äöü0123456789abcdef", "printable ASCII")]
    public void A_weak_token_is_refused_and_not_repeated(string token, string rule)
    {
        var file = Path.Combine(_folder.Path, "token");
        File.WriteAllText(file, token);
        var error = Assert.Throws<SecuritySettingsException>(() => SecuritySettings.Web(Settings(("TokenFile", file))));
        Assert.Contains(rule, error.Message, StringComparison.Ordinal);
        if (token.Length > 0) Assert.DoesNotContain(token, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_on_the_command_line_is_refused_and_not_repeated()
    {
        var error = Assert.Throws<SecuritySettingsException>(() => SecuritySettings.RefuseTokenOn(["--Token", Token]));
        Assert.DoesNotContain(Token, error.Message, StringComparison.Ordinal);
        SecuritySettings.RefuseTokenOn(["--TokenFile", "token"]);
    }

    [Fact]
    public void Only_the_whole_token_is_the_token()
    {
        var token = AccessToken.Of(Token, "test");
        Assert.True(token.Is(Token));
        Assert.False(token.Is(Token[..^1]));
        Assert.False(token.Is(""));
        Assert.DoesNotContain(Token, $"{token}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_ends_and_belongs_to_its_token()
    {
        var token = AccessToken.Of(Token, "test");
        var session = token.Session(DateTimeOffset.UnixEpoch);
        Assert.True(token.HasSession(session, DateTimeOffset.UnixEpoch + AccessToken.SessionLength - TimeSpan.FromSeconds(1)));
        Assert.False(token.HasSession(session, DateTimeOffset.UnixEpoch + AccessToken.SessionLength));
        Assert.False(AccessToken.Of($"{Token}x", "test").HasSession(session, DateTimeOffset.UnixEpoch));
        Assert.False(token.HasSession($"9{session}", DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public void Certificates_of_another_authority_or_use_or_time_are_refused()
    {
        using var ours = CertificateAuthority.In(Path.Combine(_folder.Path, "ours"), TimeProvider.System);
        using var theirs = CertificateAuthority.In(Path.Combine(_folder.Path, "theirs"), TimeProvider.System);
        var node = NodeCertificates.Load(ours.Issue("node", CertificateUse.Node), CertificateUse.Node);
        var client = NodeCertificates.Load(ours.Issue("client", CertificateUse.Client), CertificateUse.Client);
        var stranger = NodeCertificates.Load(theirs.Issue("node", CertificateUse.Node), CertificateUse.Node);

        Assert.True(node.Accepts(client.Own, CertificateUse.Client));
        Assert.True(client.Accepts(node.Own, CertificateUse.Node));
        Assert.False(node.Accepts(client.Own, CertificateUse.Node));
        Assert.False(node.Accepts(stranger.Own, CertificateUse.Client));
        AssertSays("tls.crt is not accepted", "renew it", () => NodeCertificates.Load(Path.Combine(_folder.Path, "ours", "client"), CertificateUse.Node));
        File.Copy(Path.Combine(_folder.Path, "theirs", "ca.crt"), Path.Combine(_folder.Path, "ours", "node", "ca.crt"), overwrite: true);
        AssertSays("tls.crt is not accepted", "renew it", () => NodeCertificates.Load(Path.Combine(_folder.Path, "ours", "node"), CertificateUse.Node));

        var old = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UtcNow.AddDays(-3000));
        using var ended = CertificateAuthority.In(Path.Combine(_folder.Path, "ended"), old);
        var expired = ended.Issue("node", CertificateUse.Node);
        AssertSays("tls.crt is not accepted", "renew it", () => NodeCertificates.Load(expired, CertificateUse.Node));
    }

    [Theory]
    [InlineData("ca.crt")]
    [InlineData("tls.crt")]
    [InlineData("tls.key")]
    public void A_file_that_is_missing_or_broken_is_named(string file)
    {
        using var authority = CertificateAuthority.In(Path.Combine(_folder.Path, "pki"), TimeProvider.System);
        var folder = authority.Issue("node", CertificateUse.Node);
        File.WriteAllText(Path.Combine(folder, file), "no certificate");
        AssertSays(file, "the folder needs ca.crt, tls.crt and tls.key", () => NodeCertificates.Load(folder, CertificateUse.Node));
        File.Delete(Path.Combine(folder, file));
        AssertSays(file, "the folder needs ca.crt, tls.crt and tls.key", () => NodeCertificates.Load(folder, CertificateUse.Node));
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertSays(string given, string rule, Func<object> act)
    {
        var error = Assert.Throws<SecuritySettingsException>(act);
        Assert.Contains(given, error.Message, StringComparison.Ordinal);
        Assert.Contains(rule, error.Message, StringComparison.Ordinal);
    }

    private static IConfiguration Settings(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();
}
