using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using Orchestrator.Dashboard.Api;
using Orchestrator.Dashboard.Live;

namespace Orchestrator.Dashboard;

/// <summary>Puts the dashboard's pages and the HTTP API into a web application that has an <see cref="IGrainFactory"/>.</summary>
public static class DashboardHosting
{
    /// <summary>Messages of the browser are small; this bound is the guard against others.</summary>
    private const int LargestMessageBytes = 32 * 1024;

    public static void AddServices(WebApplicationBuilder builder)
    {
        // Else the files of packages are found only where the program was published or the environment is Development.
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(hub => hub.MaximumReceiveMessageSize = LargestMessageBytes);
        builder.Services.AddMudServices();
        builder.Services.AddSingleton<Crowd>();
        builder.Services.AddSingleton<LiveSweeps>();
        builder.Services.AddSingleton<LiveFigures>();
        builder.Services.AddSingleton<LiveFailures>();
        builder.Services.AddSingleton<LiveTrials>();
        builder.Services.AddSingleton<LiveTrialRuns>();
        builder.Services.AddSingleton<LiveRuns>();
        builder.Services.AddSingleton<LiveDevices>();
        builder.Services.AddOpenApi(Examples.AddTo);
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.RespectNullableAnnotations = true;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower));
        });
    }

    /// <param name="assetManifest">The file that names the pages' static files; null: they are not there, and pages come without style and script.</param>
    public static void Map(WebApplication app, string? assetManifest)
    {
        app.Use(SameOrigin.CheckAsync);
        app.Use(BadRequests.ExplainAsync);
        app.UseAntiforgery();
        if (assetManifest is not null) app.MapStaticAssets(assetManifest);
        app.MapOpenApi();
        Endpoints.Map(app);
        // Else a page would answer a program.
        app.Map("/api/{**rest}", (HttpContext http) => TypedResults.NotFound(new Problem($"There is no {http.Request.Method} {http.Request.Path}; /openapi/v1.json describes every request."))).ExcludeFromDescription();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(server => server.ContentSecurityFrameAncestorsPolicy = "'none'");
    }
}
