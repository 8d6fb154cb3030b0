namespace Orchestrator.Client.CommandLine;

/// <summary>Which installation is meant may be said first: orchestrator --cluster HOST:PORT submit FILE.</summary>
internal static class LeadingOptions
{
    private static readonly string[] WithValue = ["--data", "--cluster", "--certificates"];
    private static readonly string[] Alone = ["-q", "--quiet", "--verbose"];

    /// <summary>The same with these options behind the command, where the parser takes them. Anything else in front stays where it is.</summary>
    public static IReadOnlyList<string> BehindTheVerb(IReadOnlyList<string> arguments)
    {
        var place = 0;
        while (place < arguments.Count && Words(arguments[place]) is > 0 and var words) place += words;
        return place == 0 || place >= arguments.Count || arguments[place].StartsWith('-')
            ? arguments
            : [arguments[place], .. arguments.Take(place), .. arguments.Skip(place + 1)];
    }

    /// <summary>How many words the option takes; 0: it is none of these.</summary>
    private static int Words(string argument) =>
        Alone.Contains(argument) ? 1 : WithValue.Contains(argument) ? 2 : WithValue.Any(option => argument.StartsWith($"{option}=", StringComparison.Ordinal)) ? 1 : 0;
}
