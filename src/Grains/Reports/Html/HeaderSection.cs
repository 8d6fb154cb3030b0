using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.OdeEngine;

namespace Orchestrator.Grains.Reports.Html;

/// <summary>What was run, where, when, with what, and how to run it again.</summary>
internal static class HeaderSection
{
    public static void Write(Page page, SweepRow sweep, ComparisonTable table, IReadOnlyCollection<RunRow> runs)
    {
        page.Markup("<header class=\"top\">").Element("h1", sweep.Name);
        var badge = sweep.Status is SweepStatus.Failed or SweepStatus.Cancelled ? "badge bad" : "badge";
        page.Markup($"<p class=\"lead\"><span class=\"{badge}\">{sweep.Status.ToString().ToLowerInvariant()}</span> {Page.Encoded(Summary(sweep, table))}</p>");
        page.Markup("<dl class=\"facts\">");
        Fact(page, "Sweep", sweep.Id);
        Fact(page, "Trials × seeds", $"{table.Trials.Length} × {sweep.Spec.Seeds.Length} ({Seeds(sweep)})");
        Fact(page, "Search", $"{sweep.Spec.Search.Kind} over {(table.Keys.IsEmpty ? "nothing: one setting" : string.Join(", ", table.Keys))}");
        Fact(page, "Objectives", string.Join(", ", sweep.Spec.Objectives.Select(objective => $"{objective.Goal.ToString().ToLowerInvariant()} {objective.Metric}")));
        Fact(page, "Device", Devices(runs));
        Fact(page, "Timing", Timing(runs));
        Fact(page, "Started", Time(sweep.SubmittedAt));
        Fact(page, "Ended", sweep.EndedAt is { } end ? $"{Time(end)} ({Duration(end - sweep.SubmittedAt)})" : "not yet");
        Fact(page, "Reported with", Versions());
        Fact(page, "Fingerprint", sweep.Spec.Fingerprint.Length > 16 ? sweep.Spec.Fingerprint[..16] : sweep.Spec.Fingerprint);
        page.Markup("</dl>");
        if (sweep.Reason is { Length: > 0 } reason) page.Element("p", "bad", reason);
        page.Markup("<details open><summary>Run it again</summary>")
            .Element("pre", $"orchestrator run {Quoted(sweep.SourceFile)}")
            // The ledger keeps what a sweep was resolved to, not how its command was written.
            .Element("p", "If values were overridden on the command line, or the file has changed since: save the full specification below as a file and run that.")
            .Markup("</details>")
            .Markup("<details><summary>Full specification, defaults filled in</summary>")
            .Element("pre", sweep.Spec.ResolvedYaml)
            .Markup("</details></header>");
    }

    private static string Summary(SweepRow sweep, ComparisonTable table)
    {
        var completed = table.Trials.Sum(trial => trial.Completed);
        var failed = table.Trials.Sum(trial => trial.Failures.Values.Sum());
        var all = table.Trials.Length * sweep.Spec.Seeds.Length;
        return $"{completed} of {Format.Count(all, "run", "runs")} completed{(failed > 0 ? $", {failed} failed" : "")}";
    }

    private static void Fact(Page page, string name, string value) => page.Markup($"<div><dt>{name}</dt><dd>{Page.Encoded(value)}</dd></div>");

    private static string Seeds(SweepRow sweep)
    {
        var seeds = sweep.Spec.Seeds;
        return seeds.Length <= 8 ? $"seeds {string.Join(", ", seeds)}" : $"seeds {string.Join(", ", seeds.Take(7))}, … {seeds[^1]}";
    }

    private static string Devices(IEnumerable<RunRow> runs)
    {
        var devices = runs.Select(run => run.Device).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToArray();
        return devices.Length == 0 ? "none yet" : string.Join(", ", devices);
    }

    private static string Timing(IReadOnlyCollection<RunRow> runs)
    {
        var timed = runs.Where(run => run.Status == RunStatus.Completed).ToArray();
        var exclusive = timed.Count(run => run.Exclusive);
        return timed.Length == 0 ? "no completed run"
            : exclusive == timed.Length ? "exclusive: one run at a time per device"
            : exclusive == 0 ? "shared: runs side by side" : $"{exclusive} of {timed.Length} runs exclusive";
    }

    private static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Duration(TimeSpan span) => span.TotalHours >= 1
        ? $"{(int)span.TotalHours} h {span.Minutes} min"
        : span.TotalMinutes >= 1 ? $"{span.Minutes} min {span.Seconds} s" : $"{span.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s";

    private static string Versions()
    {
        var engine = typeof(Ode).Assembly;
        var torch = engine.GetReferencedAssemblies().FirstOrDefault(name => name.Name == "TorchSharp")?.Version;
        var own = typeof(HeaderSection).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        return $"Orchestrator {own.Split('+')[0]}{(torch is null ? "" : $", TorchSharp {torch.ToString(3)}")}, {RuntimeInformation.FrameworkDescription}";
    }

    // For a POSIX shell; plain names stay plain.
    private static string Quoted(string path) => path.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_')
        ? path
        : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
