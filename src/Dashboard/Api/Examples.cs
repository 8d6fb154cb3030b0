using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;

namespace Orchestrator.Dashboard.Api;

/// <summary>Examples of the OpenAPI document: what real requests and answers look like, one per operation (Examples.json).</summary>
internal static class Examples
{
    private const string Json = "application/json";

    private static readonly JsonObject All = Read();

    public static void AddTo(OpenApiOptions options) => options.AddOperationTransformer((operation, context, _) =>
    {
        if (Of(context.Description) is not { } example) return Task.CompletedTask;
        if (example["request"] is { } request && operation.RequestBody?.Content?.TryGetValue(Json, out var asked) == true) asked.Example = request.DeepClone();
        if (example["answer"] is { } answer)
            foreach (var response in operation.Responses?.Where(response => response.Key is "200" or "201") ?? [])
                if (response.Value.Content?.TryGetValue(Json, out var answered) == true) answered.Example = answer.DeepClone();
        return Task.CompletedTask;
    });

    /// <summary>By method and address, without the kinds of its parts; what answers with a sweep's state has the example of that.</summary>
    private static JsonNode? Of(ApiDescription operation) =>
        All[$"{operation.HttpMethod} /{operation.RelativePath?.Replace(":int", "", StringComparison.Ordinal)}"]
        ?? (operation.SupportedResponseTypes.Any(response => response.Type == typeof(SweepAnswer)) ? All["GET /api/sweeps/{id}"] : null);

    private static JsonObject Read()
    {
        using var stream = typeof(Examples).Assembly.GetManifestResourceStream("Examples.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }
}
