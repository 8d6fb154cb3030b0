using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Orchestrator.Client.Tests.Processes;

namespace Orchestrator.Client.Tests.Telemetry;

/// <summary>A time series of an answer, at one instant.</summary>
internal sealed record Series(IReadOnlyDictionary<string, string> Labels, double Value);

/// <summary>The real Prometheus (Debian's package of that name) over the configuration and rules in deploy/prometheus, at a quick pace.</summary>
internal sealed class PrometheusProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;

    private PrometheusProcess(Process process, int port) => (_process, _http) = (process, new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/api/v1/") });

    public static string Rules(string file) => Path.Combine(Repository.Root, "deploy", "prometheus", file);

    /// <param name="silo">Address of a silo's web pages.</param>
    public static PrometheusProcess Start(TemporaryFolder folder, Uri silo)
    {
        var text = File.ReadAllText(Rules("prometheus.yml"));
        foreach (var (is_, becomes) in new[] { ("127.0.0.1:5080", silo.Authority), ("scrape_interval: 15s", "scrape_interval: 1s"), ("evaluation_interval: 15s", "evaluation_interval: 1s") })
        {
            Assert.Contains(is_, text, StringComparison.Ordinal);
            text = text.Replace(is_, becomes, StringComparison.Ordinal);
        }
        var configuration = folder.Write("prometheus/prometheus.yml", text);
        foreach (var rules in new[] { "recording.yml", "alerts.yml" })
            folder.Write($"prometheus/{rules}", File.ReadAllText(Rules(rules)));
        var port = FreePort.Next();
        var process = Process.Start(new ProcessStartInfo("prometheus",
        [
            $"--config.file={configuration}", $"--storage.tsdb.path={Path.Combine(folder.Path, "prometheus", "data")}",
            $"--web.listen-address=127.0.0.1:{port}", "--enable-feature=exemplar-storage", "--log.level=error",
        ]))!;
        return new PrometheusProcess(process, port);
    }

    /// <summary>What an expression yields now; an error of Prometheus fails with its text.</summary>
    public async Task<IReadOnlyList<Series>> AskAsync(string expression)
    {
        using var answer = await GetAsync($"query?query={Uri.EscapeDataString(expression)}");
        var data = answer.RootElement.GetProperty("data");
        Assert.Equal("vector", data.GetProperty("resultType").GetString());
        return [.. data.GetProperty("result").EnumerateArray().Select(each => new Series(
            each.GetProperty("metric").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!),
            double.Parse(each.GetProperty("value")[1].GetString()!.Replace("Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture)))];
    }

    /// <summary>Trace ids of the exemplars that it keeps for an expression's series.</summary>
    public async Task<IReadOnlyList<string>> ExemplarTracesAsync(string expression)
    {
        var (from, to) = (DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeSeconds(), DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeSeconds());
        using var answer = await GetAsync($"query_exemplars?query={Uri.EscapeDataString(expression)}&start={from}&end={to}");
        return [.. answer.RootElement.GetProperty("data").EnumerateArray().SelectMany(series => series.GetProperty("exemplars").EnumerateArray())
            .Select(exemplar => exemplar.GetProperty("labels").GetProperty("trace_id").GetString()!)];
    }

    public async Task<IReadOnlyList<PrometheusRule>> RulesAsync()
    {
        using var answer = await GetAsync("rules");
        return [.. answer.RootElement.GetProperty("data").GetProperty("groups").EnumerateArray().SelectMany(group => group.GetProperty("rules").EnumerateArray()).Select(PrometheusRule.From)];
    }

    /// <summary>Waits until an expression yields something, as it does once Prometheus is up and has scraped.</summary>
    public async Task YieldsAsync(string expression, CancellationToken cancellation)
    {
        for (var since = Stopwatch.StartNew(); ;)
        {
            try
            {
                if ((await AskAsync(expression)).Count > 0)
                    return;
            }
            catch (HttpRequestException) when (since.Elapsed < Patience.Limit)
            {
                // Not listening or not ready yet.
            }
            Assert.True(since.Elapsed < Patience.Limit && !_process.HasExited, $"'{expression}' yields nothing after {since.Elapsed}");
            await Task.Delay(100, cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<JsonDocument> GetAsync(string path)
    {
        using var response = await _http.GetAsync(path);
        if (response.StatusCode == HttpStatusCode.ServiceUnavailable) response.EnsureSuccessStatusCode();
        var answer = (await response.Content.ReadFromJsonAsync<JsonDocument>())!;
        Assert.True(response.IsSuccessStatusCode, $"{Uri.UnescapeDataString(path)}: {answer.RootElement}");
        return answer;
    }
}
