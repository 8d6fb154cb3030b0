namespace Orchestrator.Architecture.Tests;

/// <summary>What a project of src may use. Names ending in * are beginnings of names.</summary>
/// <param name="Project">Name of the project's folder.</param>
/// <param name="Assembly">File name of its assembly.</param>
/// <param name="Projects">Projects it may reference.</param>
internal sealed record ProjectRule(string Project, string Assembly, string[] Projects);

/// <summary>A library that only some projects may use: in their project file, and in what they compile to.</summary>
internal sealed record LibraryRule(string Library, string[] Users, string Why);

internal static class Rules
{
    public static readonly ProjectRule[] Projects =
    [
        new("OdeEngine", "Orchestrator.OdeEngine", []),
        new("Grains.Interfaces", "Orchestrator.Grains.Interfaces", []),
        new("Grains", "Orchestrator.Grains", ["Grains.Interfaces", "OdeEngine"]),
        new("Dashboard", "Orchestrator.Dashboard", ["Grains.Interfaces"]),
        new("Silo", "Orchestrator.Silo", ["Dashboard", "Grains", "Grains.Interfaces", "OdeEngine"]),
        new("Client", "orchestrator", ["Dashboard", "Grains.Interfaces", "Silo"]),
    ];

    // Packages (Microsoft.Orleans.X) and assemblies (Orleans.X) have different names, so both kinds are listed.
    public static readonly LibraryRule[] Libraries =
    [
        new("TorchSharp", ["OdeEngine", "Grains"], "tensors stay in the engine and in the translation to it"),
        new("libtorch*", ["OdeEngine"], "build/TorchNative.targets brings libtorch along with the engine"),
        new("Microsoft.Orleans.Sdk", ["Grains.Interfaces", "Grains", "Dashboard", "Silo", "Client"], "the engine knows no Orleans"),
        new("Microsoft.Orleans.Client", ["Grains", "Silo", "Client"], "contracts need only Orleans' serialisation"),
        new("Microsoft.Orleans.*", ["Grains", "Silo"], "contracts need only Orleans' serialisation, the client only Orleans' client"),
        new("Orleans.Serialization*", ["Grains.Interfaces", "Grains", "Dashboard", "Silo", "Client"], "the engine knows no Orleans"),
        new("Orleans.Core.Abstractions", ["Grains.Interfaces", "Grains", "Dashboard", "Silo", "Client"], "the engine knows no Orleans"),
        new("Orleans.Core", ["Grains", "Silo", "Client"], "contracts need only Orleans' serialisation"),
        new("Orleans.*", ["Grains", "Silo"], "only grains and their host see Orleans' runtime"),
        new("Microsoft.Data.Sqlite*", ["Silo"], "where data lies is composition"),
        new("SQLitePCLRaw*", ["Silo"], "where data lies is composition"),
        new("Dapper*", ["Silo"], "where data lies is composition"),
        new("dbup*", ["Silo"], "where data lies is composition"),
        new("MudBlazor*", ["Dashboard"], "the pages are the dashboard's"),
        new("Plotly.Blazor*", ["Dashboard"], "the pages are the dashboard's"),
        new("OpenTelemetry*", ["Silo"], "where telemetry goes is composition; instruments are System.Diagnostics"),
    ];

    /// <summary>The first rule that speaks of a library decides; libraries without a rule are free.</summary>
    public static LibraryRule? Of(string library) => Libraries.FirstOrDefault(r => Matches(r.Library, library));

    public static bool Matches(string pattern, string name) => pattern.EndsWith('*')
        ? name.StartsWith(pattern[..^1], StringComparison.OrdinalIgnoreCase)
        : name.Equals(pattern, StringComparison.OrdinalIgnoreCase);
}
