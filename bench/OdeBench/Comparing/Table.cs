using System.Globalization;
using Orchestrator.OdeBench.Measuring;

namespace Orchestrator.OdeBench.Comparing;

/// <summary>What people read: one Markdown row per workload, then the targets.</summary>
internal static class Table
{
    private const double MillisPerSecond = 1e3;
    private const double BytesPerMegabyte = 1e6;
    private const double MegabytesPerMebibyte = 1.048576;

    public static void WriteHead()
    {
        Console.WriteLine("| workload | ours ms | peer ms | times faster (least to most) | forward, backward over bound: ours | peer | calls forward, backward: ours | peer | gradient error: ours | peer | MB: engine, process | peer's process |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    }

    public static void Write(Pairs pairs)
    {
        double[] speedups = [.. pairs.Speedups.Order()];
        string[] cells =
        [
            pairs.Workload,
            Milliseconds(pairs.Own),
            Milliseconds(pairs.Peer),
            $"{Number(Measurement.Median(speedups))} ({Number(speedups[0])} to {Number(speedups[^1])})",
            Both(pairs.Own, "fwd_over_bound", "bwd_over_bound"),
            Both(pairs.Peer, "fwd_over_bound", "bwd_over_bound"),
            Both(pairs.Own, pairs.Ours[0].ContainsKey("nfe_total") ? "nfe_total" : "nfe_fwd", "nfe_bwd"),
            Both(pairs.Peer, pairs.Ours[0].ContainsKey("nfe_total") ? "nfe_total" : "nfe_fwd", "nfe_bwd"),
            Number(pairs.Own("grad_rel_error")),
            Number(pairs.Peer("grad_rel_error")),
            $"{Number(pairs.Own("peak_engine_bytes") / BytesPerMegabyte)}, {Number(pairs.Own("rss_delta_mib") * MegabytesPerMebibyte)}",
            Number(pairs.Peer("rss_delta_mib") * MegabytesPerMebibyte),
        ];
        Console.WriteLine($"| {string.Join(" | ", cells)} |");
    }

    public static void WriteTargets(List<Pairs> measured)
    {
        var (met, judged) = (0, 0);
        var missed = new List<string>();
        foreach (var target in Target.All)
        {
            if (target.Among(measured) is not { } value)
                continue;
            judged++;
            if (target.IsMetBy(value))
                met++;
            else
                missed.Add($"{target.Workload}: {target.What} {Number(value)}, wanted {(target.Side == TargetSide.AtLeast ? "at least" : "at most")} {Number(target.Limit)}");
        }
        Console.WriteLine();
        foreach (var miss in missed)
            Console.WriteLine($"not met: {miss}");
        Console.WriteLine($"targets met {met} of {judged}{(missed.Count == 0 ? "" : $"; not met: {string.Join("; ", missed)}")}");
    }

    private static string Milliseconds(Func<string, double> value)
    {
        var train = value("train_cpu_s_min");
        var backward = value("bwd_cpu_s_min");
        return Number((double.IsNaN(train) ? value("fwd_cpu_s_min") + (double.IsNaN(backward) ? 0 : backward) : train) * MillisPerSecond);
    }

    private static string Both(Func<string, double> value, string first, string second)
        => double.IsNaN(value(second)) ? Number(value(first)) : $"{Number(value(first))}, {Number(value(second))}";

    private static string Number(double value) => double.IsNaN(value) ? "–" : value.ToString("G3", CultureInfo.InvariantCulture) is var text && text.Contains('E') && value >= 1
        ? value.ToString("F0", CultureInfo.InvariantCulture)
        : value.ToString("G3", CultureInfo.InvariantCulture);
}
