using System.Text.Json.Nodes;

namespace Orchestrator.ClusterBench.Measuring;

/// <summary>A sweep in a process of its own, killed once it has finished its runs, and then started again.</summary>
internal static class SweepMeasurement
{
    /// <summary>Runs that are left when the process is killed, so that there is something to go on with.</summary>
    public const long Left = 5000;

    public static JsonObject Of(long runs, string folder)
    {
        var line = Ask(["serve", folder, $"{runs}"]);
        var resumed = Ask(["resume", folder, (string)line["sweep"]!, $"{runs}"]);
        foreach (var (name, value) in resumed) line[name] = value!.DeepClone();
        return line;
    }

    private static JsonObject Ask(string[] arguments)
    {
        using var child = new Child(arguments);
        return child.Line();
    }
}
