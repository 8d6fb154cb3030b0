using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Client.Output;

/// <summary>Settings as short text for tables: dopri5 rtol=1e-5 adjoint.</summary>
internal static class SettingText
{
    /// <summary>Keys whose values speak for themselves.</summary>
    private const string SelfExplaining = "method";

    public static string Of(IEnumerable<AssignedValue> assignment) => string.Join(' ', assignment.Select(Short));

    /// <summary>The last part of the path that tells the key apart from the others: solver.method → solver, solver.rtol → rtol.</summary>
    public static string Heading(string path, IEnumerable<string> allPaths)
    {
        var parts = path.Split('.');
        if (parts[^1] == SelfExplaining && parts.Length > 1)
            return parts[^2];
        return allPaths.Count(other => other.Split('.')[^1] == parts[^1]) > 1 ? path : parts[^1];
    }

    private static string Short(AssignedValue assigned)
    {
        var last = assigned.Path[(assigned.Path.LastIndexOf('.') + 1)..];
        return last == SelfExplaining ? assigned.Value.Label : $"{last}={assigned.Value.Label}";
    }
}
