using System.ComponentModel;
using Spectre.Console.Cli;

namespace Orchestrator.Client.CommandLine;

/// <summary>Options of commands about one sweep.</summary>
internal class SweepSettings : CommonSettings
{
    [CommandArgument(0, "[SWEEP]")]
    [Description("Id of the sweep, or the beginning of its id or name. Default: the newest")]
    public string? Sweep { get; init; }
}
