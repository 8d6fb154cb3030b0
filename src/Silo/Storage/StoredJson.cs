using System.Text.Json;
using Orchestrator.Grains.Ledger;

namespace Orchestrator.Silo.Storage;

/// <summary>JSON columns.</summary>
internal static class StoredJson
{
    public static T Read<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, LedgerJson.Options) ?? throw new InvalidDataException($"The ledger holds null where a {typeof(T).Name} is required.");

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, LedgerJson.Options);
}
