using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Dashboard.Api;

/// <summary>A sweep file to submit or to check.</summary>
/// <param name="Text">Its content (YAML).</param>
/// <param name="FileName">For messages.</param>
/// <param name="Directory">Absolute, on the machine of the silo; data paths in the file are relative to it. Default: the silo's working directory.</param>
/// <param name="Overrides">"path=value" in order.</param>
/// <param name="Again">Train anew although the same experiment is in the ledger.</param>
internal sealed record Submission([property: JsonRequired] string Text, string? FileName, string? Directory, string[]? Overrides, bool? Again)
{
    public SweepSource Source => new(Text, FileName ?? "sweep.yaml", Directory ?? Environment.CurrentDirectory, [.. (Overrides ?? []).Select(each => each ?? "")]);

    public Repeat Repeat => Again == true ? Repeat.StartAnew : Repeat.ReuseExisting;
}

/// <param name="Created">False: the same experiment was there before, and goes on if it was not finished.</param>
internal sealed record SubmissionAnswer(string Id, bool Created, string[] Remarks);

/// <summary>Everything that is wrong with a file, at once.</summary>
internal sealed record Mistakes(SpecError[] Errors)
{
    public static Mistakes Of(ImmutableArray<SpecError> errors) => new([.. errors]);
}

/// <param name="Trials">Exact number in decimal digits; empty: unbounded.</param>
internal sealed record CheckAnswer(bool Valid, SpecError[] Errors, string[] Remarks, string Trials, string Runs)
{
    public static CheckAnswer Of(SpecCheck check) => new(check.Errors.IsEmpty, [.. check.Errors], [.. check.Remarks], check.Trials, check.Runs);
}
