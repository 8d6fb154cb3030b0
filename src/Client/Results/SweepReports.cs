using System.Security.Cryptography;
using System.Text;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Connection;
using Orchestrator.Client.Listings;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Client.Results;

/// <summary>Writes a sweep's report to disk: the HTML page and, beside it, every observation as CSV.</summary>
internal static class SweepReports
{
    private const string Forbidden = "<>:\"/\\|?*";
    private const int LongestName = 120;

    /// <param name="path">As the person gave it; null: reports/ in the data directory.</param>
    /// <returns>The HTML file; the CSV has the same name with .csv.</returns>
    public static async Task<string> WriteAsync(IOrchestrator orchestrator, SweepRow sweep, Target target, string? path, CancellationToken cancellation)
    {
        var html = path is null ? Path.Combine(target.DataDirectory, "reports", $"{FileName(sweep.Id)}.html") : Path.GetFullPath(path);
        var report = await orchestrator.ReportAsync(sweep.Id) ?? throw new InvalidOperationException($"The silo made no report for {sweep.Id}.");
        Directory.CreateDirectory(Path.GetDirectoryName(html)!);
        await ReplaceAsync(html, writer => writer.WriteAsync(report));
        var rows = await SweepRows.LoadAsync(orchestrator, sweep);
        await ReplaceAsync(CsvBeside(html), writer => RowWriter.WriteAsync(writer, OutputFormat.Csv, rows.ObservationColumns, orchestrator.ObservationsAsync(sweep.Id, cancellation), cancellation));
        return html;
    }

    public static string CsvBeside(string html) => Path.ChangeExtension(html, ".csv");

    /// <summary>Ids are made to be file names; one that is not (another version made it) becomes one, and stays distinct.</summary>
    internal static string FileName(string sweepId)
    {
        var safe = string.Concat(sweepId.Select(character => Forbidden.Contains(character) || char.IsControl(character) ? '_' : character));
        if (safe == sweepId && Encoding.UTF8.GetByteCount(safe) <= LongestName)
            return safe;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sweepId)))[..12];
        while (Encoding.UTF8.GetByteCount(safe) > LongestName)
            safe = safe[..^1];
        return $"{safe}-{hash}";
    }

    /// <summary>A reader never sees half a file, and a failure leaves the old one.</summary>
    internal static async Task ReplaceAsync(string path, Func<TextWriter, Task> write)
    {
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            await using (var writer = new StreamWriter(temporary, append: false, new UTF8Encoding(false)))
                await write(writer);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
