namespace Orchestrator.Client.CommandLine;

/// <summary>What a shell learns from a command; documented in docs/console.md.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The sweep was cancelled or has failed runs, or something broke in here.</summary>
    public const int Failed = 1;

    public const int BadInput = 2;
    public const int Unreachable = 3;

    /// <summary>128 + SIGINT, as shells report it.</summary>
    public const int Interrupted = 130;
}
