using System.Net.Mime;
using System.Text;
using Microsoft.AspNetCore.HostFiltering;
using Orchestrator.Dashboard;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Silo.Security;

namespace Orchestrator.Silo.Web;

/// <summary>The web side of a silo: dashboard, HTTP API, reports, health, metrics.</summary>
internal static class WebPages
{
    /// <summary>Sweep files are the largest that anybody sends, and have 1 MiB at most before they are written as JSON.</summary>
    private const int LargestRequestBytes = 8 << 20;

    public static void AddServices(WebApplicationBuilder builder, int port, WebAccess access)
    {
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestRequestBytes;
            kestrel.Listen(access.Address, port, listen => { if (access.Certificate is { } certificate) listen.UseHttps(certificate); });
        });
        builder.Services.AddRateLimiter(limits => RequestRates.Configure(limits, access.RequestsPerSecond));
        DashboardHosting.AddServices(builder);
        // A page of another site must not read ours through a name that it points at 127.0.0.1. Where a token is needed it has none.
        builder.Services.Configure<HostFilteringOptions>(hosts => hosts.AllowedHosts = access.Token is null ? ["127.0.0.1", "localhost", "[::1]"] : ["*"]);
    }

    public static void Map(WebApplication app, WebAccess access)
    {
        app.UseHostFiltering();
        app.UseRateLimiter();
        app.UseRouting();
        if (access.Token is { } token)
        {
            var gate = new TokenGate(token, app.Services.GetRequiredService<TimeProvider>());
            app.Use(gate.CheckAsync);
            gate.MapLogin(app);
        }

        DashboardHosting.Map(app, AssetManifest(app.Environment.ApplicationName));
        app.MapGet("/sweeps/{id}/report", ReportAsync);
        app.MapGet("/health", () => Results.Text("healthy\n"));
        app.MapGet("/ready", http => ReadyAsync(http, access));
        app.MapPrometheusScrapingEndpoint("/metrics");
    }

    private static async Task ReportAsync(HttpContext http)
    {
        var id = (string)http.Request.RouteValues["id"]!;
        if (await Query(http).Report(id) is { } report)
        {
            await WriteHtmlAsync(http, report);
            return;
        }

        http.Response.StatusCode = StatusCodes.Status404NotFound;
        await http.Response.WriteAsync($"There is no sweep '{id}' in this ledger; the start page lists what there is.\n", http.RequestAborted);
    }

    /// <summary>Ready means: grains answer and the ledger can be read.</summary>
    private static async Task ReadyAsync(HttpContext http, WebAccess access)
    {
        try
        {
            await Query(http).Sweeps().WaitAsync(TimeSpan.FromSeconds(5), http.RequestAborted);
            await http.Response.WriteAsync("ready\n", http.RequestAborted);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            // Probes ask without the token, and so may anybody.
            await http.Response.WriteAsync(access.Token is null ? $"not ready: {error.Message}\n" : "not ready\n", http.RequestAborted);
        }
    }

    /// <summary>The manifest of the program that hosts this silo. A host that is no web project has only that of the silo.</summary>
    private static string? AssetManifest(string program) => new[] { program, typeof(WebPages).Assembly.GetName().Name }
        .Select(name => Path.Combine(AppContext.BaseDirectory, $"{name}.staticwebassets.endpoints.json"))
        .FirstOrDefault(File.Exists);

    private static IQueryGrain Query(HttpContext http) => http.RequestServices.GetRequiredService<IGrainFactory>().GetGrain<IQueryGrain>(0);

    private static Task WriteHtmlAsync(HttpContext http, string html)
    {
        http.Response.ContentType = $"{MediaTypeNames.Text.Html}; charset=utf-8";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'none'";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        return http.Response.WriteAsync(html, Encoding.UTF8, http.RequestAborted);
    }
}
