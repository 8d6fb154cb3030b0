namespace Orchestrator.Client.CommandLine;

/// <summary>Finds unknown verbs and options before anything is parsed, because a suggestion needs to know what exists.</summary>
internal static class CommandLineCheck
{
    private static readonly string[] RootOptions = ["--help", "-h", "--version", "-v"];

    /// <exception cref="UsageException">The first word that means nothing, with the nearest that does.</exception>
    public static void Verify(IReadOnlyList<string> arguments, IReadOnlyCollection<Verb> verbs)
    {
        if (arguments.Count == 0 || RootOptions.Contains(arguments[0]))
            return;
        var first = arguments[0];
        if (first.StartsWith('-'))
            throw Unknown("option", first, RootOptions, "orchestrator --help");
        var verb = verbs.FirstOrDefault(verb => verb.Name == first)
            ?? throw Unknown("command", first, verbs.Select(verb => verb.Name), "orchestrator --help");
        var known = verb.OptionNames.ToList();
        foreach (var argument in arguments.Skip(1).TakeWhile(argument => argument != "--").Where(IsOption))
        {
            var name = argument.Split('=', ':')[0];
            if (!known.Contains(name))
                throw Unknown("option", name, known.Where(option => option.StartsWith("--", StringComparison.Ordinal)), $"orchestrator {verb.Name} --help");
        }
    }

    private static bool IsOption(string argument) => argument.Length > 1 && argument[0] == '-' && !char.IsAsciiDigit(argument[1]);

    private static UsageException Unknown(string what, string given, IEnumerable<string> candidates, string help) =>
        new(Nearest.To(given, candidates) is { } meant
            ? $"{given}: there is no such {what}; did you mean {meant}? '{help}' lists them."
            : $"{given}: there is no such {what}; '{help}' lists them.");
}
