using System.Text.Json;

namespace Orchestrator.Dashboard.Figures;

/// <summary>What a script of ours draws from, as it reads it. Browsers get these bytes as they are, so that many pages cost no more writing than one.</summary>
internal static class DrawingJson
{
    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web);

    public static byte[] Of<T>(T drawing) => JsonSerializer.SerializeToUtf8Bytes(drawing, CamelCase);
}
