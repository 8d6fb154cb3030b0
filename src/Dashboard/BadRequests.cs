using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orchestrator.Dashboard.Api;

namespace Orchestrator.Dashboard;

/// <summary>Says what is wrong with a request that cannot be read; the framework's own answer is empty.</summary>
internal static class BadRequests
{
    public static async Task ExplainAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (BadHttpRequestException unreadable) when (!http.Response.HasStarted)
        {
            http.Response.StatusCode = unreadable.StatusCode;
            await http.Response.WriteAsJsonAsync(new Problem(Sentence(unreadable)), http.RequestAborted);
        }
    }

    private static string Sentence(BadHttpRequestException unreadable) => unreadable.InnerException is JsonException json
        ? $"The body is not what /openapi/v1.json describes: {json.Message.TrimEnd('.')}."
        : $"{unreadable.Message.TrimEnd('.')}; /openapi/v1.json describes every request.";
}
