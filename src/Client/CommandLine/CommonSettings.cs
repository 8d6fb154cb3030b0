using System.ComponentModel;
using Spectre.Console.Cli;

namespace Orchestrator.Client.CommandLine;

/// <summary>Options of every command that touches sweeps.</summary>
internal class CommonSettings : CommandSettings
{
    [CommandOption("--data <DIR>")]
    [Description("Data directory: ledger, checkpoints, reports. Default: $ORCHESTRATOR_DATA, else ./orchestrator-data")]
    public string? Data { get; init; }

    [CommandOption("--cluster <HOST:PORT>")]
    [Description("Talk to the silo at this address instead of the one of the data directory. Default: $ORCHESTRATOR_CLUSTER")]
    public string? Cluster { get; init; }

    [CommandOption("--certificates <FOLDER>")]
    [Description("What to show to a cluster that asks for certificates: ca.crt, tls.crt, tls.key. Default: $ORCHESTRATOR_CERTIFICATES")]
    public string? Certificates { get; init; }

    [CommandOption("-q|--quiet")]
    [Description("No progress and no remarks on stderr; errors only")]
    public bool Quiet { get; init; }

    [CommandOption("--verbose")]
    [Description("Show the technical details of an error")]
    public bool Verbose { get; init; }
}

/// <summary>Options of commands that may host a silo which trains.</summary>
internal class HostingSettings : CommonSettings
{
    [CommandOption("--slots <N>")]
    [Description("Runs that train at the same time on the CPU of a silo hosted here. Default: one per core; a run with resources.threads takes several")]
    public string? Slots { get; init; }
}
