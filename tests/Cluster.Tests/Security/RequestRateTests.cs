using System.Net;
using Orchestrator.Cluster.Tests.Storage;
using Orchestrator.Silo;
using Orchestrator.Silo.Security;

namespace Orchestrator.Cluster.Tests.Security;

public sealed class RequestRateTests
{
    [Fact]
    public async Task Who_asks_too_much_is_told_to_wait_and_large_requests_are_refused()
    {
        using var folder = new TemporaryFolder();
        var options = new EmbeddedSiloOptions(folder.Path) { Duties = SiloDuties.Commands, HttpPort = 0, Web = new WebAccess { RequestsPerSecond = 3 } };
        await using var silo = await EmbeddedSilo.StartAsync(options, TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = silo.Web };
        // Waits for the server's word before it sends so much.
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/check") { Content = new StringContent(new string(' ', 9 << 20), null, "application/json"), Headers = { ExpectContinue = true } };
        using var large = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => http.GetAsync("/health", TestContext.Current.CancellationToken)));
        Assert.InRange(answers.Count(answer => answer.StatusCode == HttpStatusCode.OK), 4, 30);
        var refused = answers.First(answer => answer.StatusCode != HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
        Assert.Contains("More than 3 requests a second", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
