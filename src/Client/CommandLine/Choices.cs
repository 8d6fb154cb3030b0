using System.Globalization;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Client.CommandLine;

internal enum OutputFormat { Table = 1, Json = 2, Csv = 3 }

internal enum ExportSubject { Observations = 1, Runs = 2, Trials = 3 }

/// <summary>Reads option values; every refusal names the value, the rule and a value that works.</summary>
internal static class Choices
{
    /// <summary>The choice written in lower case, with a suggestion when it is not one.</summary>
    public static T One<T>(string option, string given, params ReadOnlySpan<T> allowed) where T : struct, Enum
    {
        var names = new List<string>(allowed.Length);
        foreach (var value in allowed)
        {
            var name = value.ToString().ToLowerInvariant();
            if (name == given)
                return value;
            names.Add(name);
        }
        throw UsageException.ForOption(option, given, $"must be {Listed(names)}", $"use {Nearest.To(given, names) ?? names[0]}");
    }

    public static int Whole(string option, string given, int low, int high) =>
        int.TryParse(given, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number >= low && number <= high
            ? number
            : throw UsageException.ForOption(option, given, $"must be a whole number from {low} to {high}", $"for example {option} {Math.Max(low, 1)}");

    /// <summary>A failure cause as reports write it: max-steps, non-finite.</summary>
    public static FailureCause Cause(string option, string given)
    {
        var causes = Enum.GetValues<FailureCause>();
        foreach (var cause in causes)
        {
            if (CauseName(cause) == given)
                return cause;
        }
        var names = causes.Select(CauseName).ToList();
        throw UsageException.ForOption(option, given, $"must be a failure cause: {Listed(names)}", $"use {Nearest.To(given, names) ?? "max-steps"}");
    }

    public static string CauseName(FailureCause cause) =>
        string.Concat(cause.ToString().Select((letter, index) => char.IsUpper(letter) && index > 0 ? $"-{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));

    private static string Listed(List<string> names) => names.Count == 1 ? names[0] : $"{string.Join(", ", names[..^1])} or {names[^1]}";
}
