using System.Globalization;
using Orchestrator.Grains.Telemetry;

namespace Orchestrator.Silo.Telemetry;

/// <summary>The two variables that say how much of training traces show.</summary>
internal static class TraceVariables
{
    public const string Iterations = "ORCHESTRATOR_TRACE_ITERATIONS";
    public const string Solves = "ORCHESTRATOR_TRACE_SOLVES";

    private const string None = "none";
    private const string Reports = "reports";

    public static TraceSampling FromEnvironment() => From(Environment.GetEnvironmentVariable);

    /// <exception cref="WrongVariableException">A variable is neither a word it knows nor a number above 0.</exception>
    public static TraceSampling From(Func<string, string?> variable) => new()
    {
        Iterations = variable(Iterations) is null or "" or Reports ? null : Every(Iterations, variable(Iterations)!, $"'{Reports}' (the iterations that the sweep file reports), '{None}'"),
        Solves = variable(Solves) is null or "" ? 1 : Every(Solves, variable(Solves)!, $"'{None}'"),
    };

    private static int Every(string name, string text, string words)
    {
        if (text == None) return 0;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var every) && every > 0
            ? every
            : throw new WrongVariableException($"{name} = '{text}': must be {words}, or a whole number n above 0 (every n-th); unset it for the usual.");
    }
}
