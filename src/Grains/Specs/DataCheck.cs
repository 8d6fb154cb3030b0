using System.Collections.Immutable;
using System.Security.Cryptography;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Decisions.Specs.Reading;
using Orchestrator.Grains.Decisions.Specs.Rules;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Specs;

/// <summary>What is known of a sweep's data file.</summary>
/// <param name="ContentHash">SHA-256 of its content (hex); empty without data.</param>
internal sealed record DataCheck(string ContentHash, ImmutableArray<string> Remarks)
{
    /// <summary>Beyond it a list of mistakes helps nobody.</summary>
    private const int MostFaults = 20;

    public static DataCheck Of(SpecDraft draft, ISeriesCheck check, DataRoots roots, SpecErrors errors)
    {
        if (draft.Spec.Base.Workload is not WorkloadChoice.Series { File.Length: > 0 } series) return new DataCheck("", []);
        var place = draft.PlaceOf(WorkloadKeys.DataFile);
        if (!roots.Allow(series.File))
        {
            errors.Add(place, WorkloadKeys.DataFile, series.File, $"this server reads data from {roots.Listed} only", "name a file there, or have the server started with another data root");
            return new DataCheck("", []);
        }
        if (Hash(series.File, place, errors) is not { } hash) return new DataCheck("", []);
        if (!NamesColumns(series)) return new DataCheck(hash, []);

        // Every way the sweep prepares the data, each once: a logarithm may fail where the plain values do not.
        var verdicts = Combinations.Of(draft.Spec, [.. WorkloadKeys.All.Where(key => key.CanVary).Select(key => key.Path)])
            .Select(each => each.Spec.Base.Workload).OfType<WorkloadChoice.Series>().Distinct()
            .Where(each => each.TrainFraction + each.ValidationFraction <= 1 + 1e-9)
            .Select(check.Check).ToImmutableArray();
        var faults = verdicts.SelectMany(verdict => verdict.Faults).Distinct().ToImmutableArray();
        foreach (var fault in faults.Take(MostFaults)) Report(fault, series, draft, errors);
        if (faults.Length > MostFaults)
            errors.Add(place, WorkloadKeys.DataFile, series.File, $"the data file has {faults.Length} mistakes; the first {MostFaults} are listed", "correct them and check again");
        return new DataCheck(hash, [.. verdicts.SelectMany(verdict => verdict.Remarks).Distinct()]);
    }

    /// <summary>Otherwise the rules have said what is wrong.</summary>
    private static bool NamesColumns(WorkloadChoice.Series series)
        => series.TimeColumn.Length > 0 && !series.Columns.IsEmpty && series.Columns.Add(series.TimeColumn).Distinct().Count() == series.Columns.Length + 1;

    private static void Report(SeriesFault fault, WorkloadChoice.Series series, SpecDraft draft, SpecErrors errors)
    {
        var unknownName = fault.Line is null or 1;
        var key = !unknownName || fault.Column is null ? WorkloadKeys.DataFile : fault.Column == series.TimeColumn ? WorkloadKeys.TimeColumn : WorkloadKeys.Columns;
        var at = fault.Line is { } line ? $"{Path.GetFileName(series.File)}, line {line}" : Path.GetFileName(series.File);
        var sentence = fault.Message.Split(';', 2);
        errors.Add(draft.PlaceOf(key), key, fault.Column is null ? at : $"{at}, column {fault.Column}", sentence[0].TrimEnd('.'),
            sentence.Length > 1 ? sentence[1].Trim().TrimEnd('.') : "correct the data file");
    }

    private static string? Hash(string file, SpecPlace place, SpecErrors errors)
    {
        try
        {
            // Devices and pipes have no length either; reading one may never end.
            if (new FileInfo(file) is { Exists: true, Length: 0 })
            {
                errors.Add(place, WorkloadKeys.DataFile, file, "the file is empty, or no ordinary file", "name a CSV file whose first line names the columns");
                return null;
            }
            using var content = File.OpenRead(file);
            return Convert.ToHexStringLower(SHA256.HashData(content));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            errors.Add(place, WorkloadKeys.DataFile, file, "there is no such file", "the path is relative to the folder of the sweep file; check its spelling");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            errors.Add(place, WorkloadKeys.DataFile, file, $"the file cannot be read: {refused.Message.TrimEnd('.')}", "check its permissions, and that it is a file");
        }
        return null;
    }
}
