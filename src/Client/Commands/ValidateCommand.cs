using System.Collections.Immutable;
using System.ComponentModel;
using System.Numerics;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Output;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Silo;
using Spectre.Console.Cli;

namespace Orchestrator.Client.Commands;

/// <summary>Checks a sweep file and says what it would run; starts and stores nothing.</summary>
internal sealed class ValidateCommand(ClientServices services) : AsyncCommand<ValidateCommand.Settings>
{
    internal sealed class Settings : CommandSettings
    {
        [CommandArgument(0, "<FILE>")]
        [Description("Sweep file (YAML)")]
        public string File { get; init; } = "";

        [CommandArgument(1, "[OVERRIDE]")]
        [Description("path=value, replaces what the file says")]
        public string[] Overrides { get; init; } = [];

        [CommandOption("--format <FORMAT>")]
        [Description("table (text for people) or json. Default: table")]
        public string Format { get; init; } = "table";

        [CommandOption("--verbose")]
        [Description("Show the technical details of an error")]
        public bool Verbose { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var streams = services.Streams;
        var format = Choices.One("--format", settings.Format, OutputFormat.Table, OutputFormat.Json);
        var source = SweepFile.Read(settings.File, settings.Overrides);
        var check = LocalTools.Check(source);
        if (format == OutputFormat.Json)
        {
            await JsonText.WriteAsync(streams.Data, Document.From(source, check));
            return check.Errors.IsEmpty ? ExitCode.Done : ExitCode.BadInput;
        }
        if (check.Spec is not { } spec)
        {
            SpecChecking.Print(streams, source, check.Errors);
            return ExitCode.BadInput;
        }
        streams.Answer($"{source.FileName}: valid");
        streams.Answer(Size(check, spec, streams.ResultGlyphs.Times));
        foreach (var remark in check.Remarks)
            streams.Answer($"remark: {remark}");
        return ExitCode.Done;
    }

    /// <summary>"14 trials × 3 seeds = 42 runs", exact however large.</summary>
    internal static string Size(SpecCheck check, SweepSpec spec, string times)
    {
        var seeds = spec.Seeds.Length;
        var left = $"{(check.Trials.Length == 0 ? "trials without end" : Plural(check.Trials, "trial"))} {times} {Plural(seeds.ToString(), "seed")}";
        if (check.Runs.Length == 0)
            return left;
        var all = check.Trials.Length == 0 ? (BigInteger?)null : BigInteger.Parse(check.Trials) * seeds;
        return all == BigInteger.Parse(check.Runs) ? $"{left} = {Plural(check.Runs, "run")}" : $"{left}, limited to {Plural(check.Runs, "run")} by the budget";
    }

    private static string Plural(string count, string noun) => count == "1" ? $"1 {noun}" : $"{count} {noun}s";

    /// <summary>The JSON answer. Numbers of trials and runs are decimal strings: they can exceed any number type.</summary>
    private sealed record Document(bool Valid, string? Name, string Trials, string Runs, ImmutableArray<ulong> Seeds, ImmutableArray<string> Remarks, ImmutableArray<Mistake> Errors)
    {
        public static Document From(SweepSource source, SpecCheck check) => new(
            check.Errors.IsEmpty, check.Spec?.Name, check.Trials, check.Runs, check.Spec?.Seeds ?? [], check.Remarks,
            [.. check.Errors.Select(error => new Mistake(source.FileName, error.Line, error.Column, error.Where, error.Given, error.Rule, error.Fix))]);
    }

    /// <param name="Line">0: the mistake has no line (an override, a missing key).</param>
    private sealed record Mistake(string File, int Line, int Column, string Where, string Given, string Rule, string Fix);
}
