using Microsoft.AspNetCore.Http;

namespace Orchestrator.Dashboard;

/// <summary>
/// Refuses what another site's page sends to this server: a browser names the page's origin with every such change and with every
/// WebSocket, a program names none. Without it any page that a person visits could cancel sweeps on their loopback.
/// </summary>
internal static class SameOrigin
{
    public static Task CheckAsync(HttpContext http, RequestDelegate next)
    {
        var origin = http.Request.Headers.Origin.ToString();
        if (origin.Length == 0 || origin == $"{http.Request.Scheme}://{http.Request.Host}") return next(http);
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return http.Response.WriteAsync($"Requests from pages of {origin} are refused; use the pages of this server, or a program that sends no Origin.\n", http.RequestAborted);
    }
}
