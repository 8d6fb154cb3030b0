using System.Globalization;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Client.Output;

/// <summary>Settings as short text for tables: dopri5 rtol=1e-5 adjoint.</summary>
internal static class SettingText
{
    /// <summary>Keys whose values speak for themselves.</summary>
    private const string SelfExplaining = "method";

    public static string Of(IEnumerable<AssignedValue> assignment) => string.Join(' ', assignment.Select(Short));

    /// <summary>1e-5 rather than 1E-05; everything else as in the sweep file.</summary>
    public static string Value(ParameterValue value) => value switch
    {
        ParameterValue.Number(var number) when number != 0 && double.IsFinite(number) && Math.Abs(number) is < 1e-3 or >= 1e7 => number.ToString("0.################e+0", CultureInfo.InvariantCulture).Replace("e+", "e", StringComparison.Ordinal),
        _ => value.Display,
    };

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
        return last == SelfExplaining ? Value(assigned.Value) : $"{last}={Value(assigned.Value)}";
    }
}
