using System.Net;
using System.Net.Mime;
using System.Text;
using Microsoft.AspNetCore.HostFiltering;
using Orchestrator.Dashboard;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Silo.Web;

/// <summary>The web side of a silo: dashboard, HTTP API, reports, health, metrics. Loopback only.</summary>
internal static class WebPages
{
    public static void AddServices(WebApplicationBuilder builder, int port)
    {
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        DashboardHosting.AddServices(builder);
        // A page of another site must not read ours through a name that it points at 127.0.0.1.
        builder.Services.Configure<HostFilteringOptions>(hosts => hosts.AllowedHosts = ["127.0.0.1", "localhost"]);
    }

    public static void Map(WebApplication app)
    {
        app.UseHostFiltering();
        app.UseRouting();
        DashboardHosting.Map(app, AssetManifest(app.Environment.ApplicationName));
        app.MapGet("/sweeps/{id}/report", ReportAsync);
        app.MapGet("/health", () => Results.Text("healthy\n"));
        app.MapGet("/ready", (Delegate)ReadyAsync);
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
    private static async Task<IResult> ReadyAsync(HttpContext http)
    {
        try
        {
            await Query(http).Sweeps().WaitAsync(TimeSpan.FromSeconds(5), http.RequestAborted);
            return Results.Text("ready\n");
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return Results.Text($"not ready: {error.Message}\n", statusCode: StatusCodes.Status503ServiceUnavailable);
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
