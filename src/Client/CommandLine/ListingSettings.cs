using System.ComponentModel;
using Spectre.Console.Cli;

namespace Orchestrator.Client.CommandLine;

/// <summary>Options of listings.</summary>
internal class ListingSettings : CommonSettings
{
    [CommandOption("--format <FORMAT>")]
    [Description("table, json or csv. Default: table")]
    public string Format { get; init; } = "table";

    public OutputFormat OutputFormat => Choices.One("--format", Format, OutputFormat.Table, OutputFormat.Json, OutputFormat.Csv);
}
