using System.Net;
using System.Net.Http.Headers;

namespace Orchestrator.Client.Tests.Security;

/// <summary>Who may read the web side of a process that other machines reach.</summary>
public sealed class WebTokenTests(SecuredServer server) : IClassFixture<SecuredServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Closed => ["/", "/metrics", "/api/sweeps", "/api/devices", "/openapi/v1.json", "/sweeps/x/report", "/_blazor", "/login/", "/health/../metrics", "/health/metrics"];

    [Theory, MemberData(nameof(Closed))]
    public async Task A_stranger_reads_nothing(string path)
    {
        using var visitor = server.Visitor();
        foreach (var shown in new[] { null, "Bearer", "Bearer wrong", "Basic Y29mZmVl", $"Bearer {SecuredServer.Token}0", $"bearer {SecuredServer.Token[..^1]}" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (shown is not null) request.Headers.TryAddWithoutValidation("Authorization", shown);
            using var answer = await visitor.SendAsync(request, Cancellation);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        }
    }

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/api/sweeps")]
    [InlineData("/")]
    public async Task The_token_opens(string path)
    {
        using var visitor = server.Visitor();
        visitor.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", SecuredServer.Token);
        using var answer = await visitor.GetAsync(path, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("/health", "healthy\n")]
    [InlineData("/ready", "ready\n")]
    public async Task A_probe_needs_no_token(string path, string answer)
    {
        using var visitor = server.Visitor();
        Assert.Equal(answer, await visitor.GetStringAsync(path, Cancellation));
    }

    [Fact]
    public async Task A_browser_logs_in_once_and_out_again()
    {
        using var browser = server.Visitor();
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var refused = await browser.GetAsync("/devices", Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, refused.StatusCode);
        Assert.Contains("value=\"/devices\"", await browser.GetStringAsync(refused.Headers.Location, Cancellation), StringComparison.Ordinal);

        using var wrong = await LoginAsync(browser, "wrong", "/devices");
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/devices", Cancellation)).StatusCode);

        using var right = await LoginAsync(browser, SecuredServer.Token, "/devices");
        Assert.Equal("/devices", right.Headers.Location?.ToString());
        var cookie = right.Headers.GetValues("Set-Cookie").Single();
        Assert.All(new[] { "httponly", "secure", "samesite=lax" }, trait => Assert.Contains(trait, cookie, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(SecuredServer.Token, cookie, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/devices", Cancellation)).StatusCode);

        using var left = await browser.PostAsync("/logout", null, Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/devices", Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/\n/evil.example/")]
    public async Task Login_sends_nobody_to_another_site(string to)
    {
        using var browser = server.Visitor();
        using var answer = await LoginAsync(browser, SecuredServer.Token, to);
        Assert.Equal("/", answer.Headers.Location?.ToString());
    }

    [Theory]
    [InlineData("99999999999.")]
    [InlineData("99999999999.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("..")]
    [InlineData("x")]
    public async Task A_cookie_that_somebody_made_up_opens_nothing(string session)
    {
        using var visitor = server.Visitor();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/sweeps") { Headers = { { "Cookie", $"orchestrator-session={session}" } } };
        using var answer = await visitor.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Plain_HTTP_gets_no_answer()
    {
        using var visitor = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => visitor.GetAsync(new Uri($"http://localhost:{server.Port}/health"), Cancellation));
    }

    [Fact]
    public async Task The_token_is_nowhere_but_in_its_file()
    {
        using var visitor = server.Visitor();
        visitor.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", SecuredServer.Token);
        (await visitor.GetAsync("/api/sweeps", Cancellation)).Dispose();
        Assert.DoesNotContain(SecuredServer.Token, server.Said, StringComparison.Ordinal);
        var files = Directory.EnumerateFiles(server.Folder.Data, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "lock").ToArray();
        Assert.Contains(files, file => file.EndsWith("silo.log", StringComparison.Ordinal));
        foreach (var file in files)
        {
            await using var content = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(content, System.Text.Encoding.Latin1);
            Assert.DoesNotContain(SecuredServer.Token, await reader.ReadToEndAsync(Cancellation), StringComparison.Ordinal);
        }
    }

    private static Task<HttpResponseMessage> LoginAsync(HttpClient browser, string token, string to) =>
        browser.PostAsync("/login", new FormUrlEncodedContent([KeyValuePair.Create("token", token), KeyValuePair.Create("to", to)]), Cancellation);
}
