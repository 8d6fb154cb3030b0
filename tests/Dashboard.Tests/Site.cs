using Microsoft.Playwright;

namespace Orchestrator.Dashboard.Tests;

/// <summary>One server with a finished small sweep, and one browser, for all tests.</summary>
public sealed class Site : IAsyncLifetime
{
    private static readonly string[] Arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private readonly string _data = Directory.CreateTempSubdirectory("orchestrator-dashboard-").FullName;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private Server? _server;

    public HttpClient Http { get; private set; } = null!;

    /// <summary>Id of the finished sweep: 3 solvers × 2 seeds.</summary>
    public string Finished { get; private set; } = "";

    /// <summary>Id of the same sweep with solves that may not take more than one step.</summary>
    public string Failed { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        _server = await Server.StartAsync(_data);
        Http = new HttpClient { BaseAddress = _server.Address };
        Finished = await SmallSweep.SubmitAsync(Http, "tiny", 40, CancellationToken.None);
        await SmallSweep.FollowAsync(Http, Finished, CancellationToken.None);
        Failed = await SmallSweep.SubmitAsync(Http, SmallSweep.Text("hopeless", 40).Replace("solver: {", "solver: { max_steps: 1,", StringComparison.Ordinal), CancellationToken.None);
        await SmallSweep.FollowAsync(Http, Failed, CancellationToken.None);
        _playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout((float)Patience.Limit.TotalMilliseconds);
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium(), Args = Arguments });
    }

    /// <summary>A page in a context of its own that remembers what went wrong in it.</summary>
    public async Task<WatchedPage> OpenAsync(string path, int width = 1280, int height = 800) => await WatchedPage.OpenAsync(_browser!, new Uri(Http.BaseAddress!, path), width, height);

    internal Task<WatchedPage> OpenAsync(Uri address) => WatchedPage.OpenAsync(_browser!, address, 1280, 800);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    // Debian's browser or the one that is named; without it these tests fail, because nothing else would notice a page that does not work.
    private static string Chromium() =>
        new[] { Environment.GetEnvironmentVariable("CHROMIUM_PATH"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException("Chromium was not found: apt-get install -y chromium, or set CHROMIUM_PATH to its executable.");
}

[CollectionDefinition(Name)]
public sealed class SiteCollection : ICollectionFixture<Site>
{
    public const string Name = "site";
}
