using System.Net;
using System.Text;
using System.Text.Json;
using Orchestrator.Cluster.Tests.Storage;
using Orchestrator.Silo;
using Orchestrator.Silo.Security;

namespace Orchestrator.Cluster.Tests.Fuzz;

/// <summary>Whatever is asked of the HTTP API, it answers, never with an error of its own, and says what is wrong.</summary>
public sealed class ApiFuzzTests(ITestOutputHelper output)
{
    /// <summary>With the id of a sweep that is there, mostly.</summary>
    private static readonly string[] Paths =
    [
        "/api/sweeps", "/api/sweeps/{id}", "/api/sweeps/{id}/trials?offset=0&limit=10&order=objective&direction=descending&filter=all&text=a", "/api/sweeps/{id}/trials/0/runs", "/api/sweeps/{id}/failures",
        "/api/sweeps/{id}/observations?format=csv&trial=1&replicate=0", "/api/sweeps/{id}/figures", "/api/sweeps/{id}/figures/pareto.csv", "/api/sweeps/{id}/figures/parallel-coordinates.csv", "/api/sweeps/{id}/spec",
        "/api/sweeps/{id}/trials/0/runs/0", "/api/sweeps/{id}/trials/0/runs/0/log", "/api/sweeps/{id}/trials/0/runs/0/figures/loss.csv", "/api/compare?of={id}/0&of={id}/1", "/api/sweeps/{id}/events", "/api/devices",
        "/api/sweeps/{id}/cancel", "/api/sweeps/{id}/pause", "/api/sweeps/{id}/resume", "/api/sweeps/{id}/retry", "/api/check", "/login?to=/", "/sweeps/{id}/report", "/sweeps/{id}", "/metrics",
    ];

    /// <summary>Two trials that are over in a moment.</summary>
    private const string Sweep = """{"text": "workload: { kind: cubic-spiral }\ntraining: { iterations: 2, report_every: 1 }\nsolver: { method: rk4, step_size: 0.5 }\nspace: { training.optimizer.learning_rate: [0.01, 0.001] }"}""";

    private static readonly string[] Bodies =
    [
        """{"text": "workload: { kind: cubic-spiral }", "fileName": "a.yaml", "directory": "/", "overrides": ["solver.rtol=1e-3"], "again": false}""",
        """{"text": null}""", "{}", "[]", "null", "\"text\"", """{"text": "name: a", "overrides": [null]}""", """{"text": "workload: {kind: series, data: x.csv, time: t, columns: [a]}", "directory": "x\u0000"}""", "",
    ];

    [Fact]
    public async Task Requests()
    {
        using var folder = new TemporaryFolder();
        var id = await TrainAsync(folder.Path);
        var options = new EmbeddedSiloOptions(folder.Path) { Duties = SiloDuties.Commands, HttpPort = 0, Web = new WebAccess { RequestsPerSecond = 100_000 } };
        await using var silo = await EmbeddedSilo.StartAsync(options, TestContext.Current.CancellationToken);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = silo.Web, Timeout = TimeSpan.FromSeconds(30) };
        await Inputs.EachAsync(400, async mutator =>
        {
            using var request = Request(mutator, silo.Web!, id);
            if (request is null) return;
            using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True((int)answer.StatusCode < 500, $"{request.Method} {request.RequestUri} → {(int)answer.StatusCode}: {text}");
            // What is no HTTP at all the server refuses before any program of ours sees it, and closes.
            if (answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity && answer.Headers.ConnectionClose != true && request.RequestUri!.AbsolutePath.StartsWith("/api/", StringComparison.Ordinal))
                Assert.True(text.Length > 0, $"{request.Method} {request.RequestUri} → {(int)answer.StatusCode} without a reason");
        }, output);
        Assert.Equal("ready\n", await http.GetStringAsync("/ready", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("""{"text": null}""", "$.text")]
    [InlineData("{}", "text")]
    [InlineData("""{"text": 5}""", "$.text")]
    [InlineData("{\"text\":\n \"a\",,", "LineNumber: 1")]
    public async Task A_body_that_cannot_be_read_is_400_with_its_place(string body, string place)
    {
        using var folder = new TemporaryFolder();
        await using var silo = await EmbeddedSilo.StartAsync(new EmbeddedSiloOptions(folder.Path) { Duties = SiloDuties.Commands, HttpPort = 0 }, TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = silo.Web };
        using var answer = await http.PostAsync("/api/check", new StringContent(body, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains(place, problem.RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/api/nothing")]
    [InlineData("POST", "/api/devices")]
    [InlineData("GET", "/api/check")]
    public async Task A_request_that_the_API_does_not_have_is_404_and_says_so(string method, string path)
    {
        using var folder = new TemporaryFolder();
        await using var silo = await EmbeddedSilo.StartAsync(new EmbeddedSiloOptions(folder.Path) { Duties = SiloDuties.Commands, HttpPort = 0 }, TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = silo.Web };
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new FormUrlEncodedContent([]) };
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains($"There is no {method} {path}", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>The id of a sweep that has ended.</summary>
    private static async Task<string> TrainAsync(string directory)
    {
        await using var silo = await EmbeddedSilo.StartAsync(new EmbeddedSiloOptions(directory) { HttpPort = 0 }, TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = silo.Web };
        using var submitted = await http.PostAsync("/api/sweeps", new StringContent(Sweep, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, submitted.StatusCode);
        using var answer = JsonDocument.Parse(await submitted.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var id = answer.RootElement.GetProperty("id").GetString()!;
        // The stream of a sweep ends with it.
        Assert.Contains("\"completed\"", await http.GetStringAsync($"/api/sweeps/{id}/events", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        return id;
    }

    /// <summary>Null: the change made no address of it.</summary>
    private static HttpRequestMessage? Request(Mutator mutator, Uri server, string id)
    {
        var path = mutator.OneOf(Paths).Replace("{id}", mutator.Random.Next(4) == 0 ? "x" : id, StringComparison.Ordinal);
        if (mutator.Random.Next(2) == 0) path = $"/{mutator.Text(path).TrimStart('/')}";
        if (!Uri.TryCreate(server, path, out var address) || address.Authority != server.Authority) return null;
        var request = new HttpRequestMessage(mutator.Random.Next(3) switch { 0 => HttpMethod.Post, 1 => new HttpMethod(mutator.OneOf(["PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"])), _ => HttpMethod.Get }, address);
        if (request.Method != HttpMethod.Post) return request;
        var body = mutator.OneOf(Bodies);
        if (mutator.Random.Next(2) == 0) body = mutator.Text(body);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { { "Content-Type", mutator.OneOf(["application/json", "application/json; charset=utf-8", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) } } };
        return request;
    }
}
