namespace Orchestrator.Client.Listings;

/// <summary>One column of a listing or export: the same name in CSV and in JSON.</summary>
/// <param name="Read">Null: no value.</param>
internal sealed record Column<T>(string Name, Func<T, object?> Read);
