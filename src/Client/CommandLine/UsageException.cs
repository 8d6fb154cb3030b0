namespace Orchestrator.Client.CommandLine;

/// <summary>The person has to change the command: what was given, which rule it breaks, what to write. Exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message)
{
    /// <summary>"--slots = x: must be …; use …".</summary>
    public static UsageException ForOption(string option, string given, string rule, string fix) => new($"{option} = {given}: {rule}; {fix}");
}
