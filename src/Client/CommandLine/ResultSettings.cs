using System.ComponentModel;
using Orchestrator.Client.Commands;
using Orchestrator.Client.Live;
using Spectre.Console.Cli;

namespace Orchestrator.Client.CommandLine;

/// <summary>Options of commands that train and end with the result of a sweep.</summary>
internal class ResultSettings : HostingSettings
{
    [CommandOption("--format <FORMAT>")]
    [Description("Result on stdout as table, json or csv. Default: table")]
    public string Format { get; init; } = "table";

    [CommandOption("--report <PATH>")]
    [Description("Where to write the HTML report; observations go beside it as CSV. Default: reports/SWEEP.html in the data directory")]
    public string? Report { get; init; }

    public FinishOptions Finish => new(Choices.One("--format", Format, OutputFormat.Table, OutputFormat.Json, OutputFormat.Csv), Report, Quiet ? Verbosity.Quiet : Verbosity.Normal);

    public Connection.HostingChoice Host => new(Slots is null ? null : Choices.Whole("--slots", Slots, 1, 1024));
}
