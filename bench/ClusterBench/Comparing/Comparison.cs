using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.ClusterBench.Measuring;

namespace Orchestrator.ClusterBench.Comparing;

/// <summary>Measures ours and then the peer, so that both see the same machine, and judges what was reached. Missed targets are a result, not a failure.</summary>
internal static class Comparison
{
    private static readonly ImmutableSortedDictionary<string, double> _none = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>1 if the peer could not be measured.</summary>
    public static int Run(BenchOptions options)
    {
        var lines = new List<JsonObject>();
        foreach (var part in Target.All.Select(target => target.Part).Distinct().Where(options.Wants)) lines.Add(Measurements.Of(part, options));
        var rates = options.Wants("sweep") ? Peer.Rates(options) : _none;
        var sweep = lines.Find(line => (string?)line["part"] == "sweep");
        foreach (var (storage, rate) in rates ?? _none) sweep![$"over_{storage}"] = sweep["runs_per_s"]!.GetValue<double>() / rate;
        foreach (var line in lines) Console.WriteLine(line.ToJsonString());
        Write(lines, rates ?? _none);
        return rates is null ? 1 : 0;
    }

    private static void Write(List<JsonObject> lines, ImmutableSortedDictionary<string, double> rates)
    {
        Console.WriteLine($"{Environment.NewLine}| figure | ours | wanted | met |");
        Console.WriteLine("| --- | --- | --- | --- |");
        var verdicts = lines.SelectMany(line => Target.All.Select(target => target.Of(line)).OfType<Verdict>()).ToArray();
        foreach (var (target, ours, isMet) in verdicts) Console.WriteLine($"| {target.Name} | {Number(ours)} | {Text(target)} | {(isMet ? "yes" : "no")} |");
        Console.WriteLine();
        foreach (var (storage, rate) in rates) Console.WriteLine($"Optuna, random sampler, {storage}: {Number(rate)} trials per second");
        foreach (var missed in verdicts.Where(verdict => !verdict.IsMet)) Console.WriteLine($"not met: {missed.Target.Name}: {Number(missed.Ours)}, wanted {Text(missed.Target)}");
        Console.WriteLine($"targets met {verdicts.Count(verdict => verdict.IsMet)} of {verdicts.Length}");
    }

    private static string Text(Target target) => $"{(target.Wanted == Wanted.AtMost ? "at most" : "at least")} {Number(target.Limit)}";

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
