using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Dashboard;

/// <summary>Values as the pages write them.</summary>
internal static class Text
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static string Number(double? value) => value switch
    {
        null => "–",
        { } v when !double.IsFinite(v) => v.ToString(Invariant),
        0 => "0",
        { } v when Math.Abs(v) is >= 1e-3 and < 1e6 => v.ToString(Math.Abs(v) >= 1000 ? "#,0" : "G4", Invariant),
        { } v => v.ToString("0.###e0", Invariant),
    };

    public static string Count(long value) => value.ToString("#,0", Invariant);

    /// <summary>Two parts at most: 12 ms, 41 s, 3 min 20 s, 2 h 5 min, 1 d 3 h.</summary>
    public static string Duration(TimeSpan? span) => span switch
    {
        null => "–",
        { TotalSeconds: < 1 } s => $"{s.TotalMilliseconds.ToString("0.#", Invariant)} ms",
        { TotalSeconds: < 10 } s => $"{s.TotalSeconds.ToString("0.0", Invariant)} s",
        { TotalMinutes: < 1 } s => $"{s.Seconds} s",
        { TotalHours: < 1 } s => $"{s.Minutes} min {s.Seconds} s",
        { TotalDays: < 1 } s => $"{s.Hours} h {s.Minutes} min",
        { } s => $"{(int)s.TotalDays} d {s.Hours} h",
    };

    public static string Seconds(double? seconds) => seconds is { } s && double.IsFinite(s) ? Duration(TimeSpan.FromSeconds(s)) : "–";

    public static string Bytes(long? bytes) => bytes is { } b ? $"{Count(b >> 20)} MiB" : "–";

    public static string Time(DateTimeOffset? at) => at is { } t ? t.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", Invariant) : "–";

    /// <summary>solver.method = tsit5 · solver.rtol = 1e-3, without the sections' names.</summary>
    public static string Settings(ImmutableArray<AssignedValue> assignment) => assignment.IsEmpty
        ? "base settings"
        : string.Join(" · ", assignment.Select(assigned => $"{Short(assigned.Path)} {assigned.Value.Label}"));

    public static string Short(string path)
    {
        var parts = path.Split('.');
        return parts.Length > 1 && parts[^1] is "method" or "kind" ? parts[^2] : parts[^1];
    }

    public static string Status(SweepStatus status) => status.ToString().ToLowerInvariant();

    public static string Status(RunStatus status) => status.ToString().ToLowerInvariant();

    public static string Link(RunId run) => $"sweeps/{Uri.EscapeDataString(run.SweepId)}/trials/{run.TrialNumber.ToString(Invariant)}/runs/{run.Replicate.ToString(Invariant)}";

    /// <summary>The page that puts a sweep's trials side by side.</summary>
    public static string Compare(string sweepId, IEnumerable<int> trials) => Compare(trials.Select(trial => $"{sweepId}/{trial.ToString(Invariant)}"));

    /// <param name="sides">SWEEP or SWEEP/TRIAL each.</param>
    public static string Compare(IEnumerable<string> sides) => $"compare?{string.Join('&', sides.Select(side => $"of={Uri.EscapeDataString(side)}"))}";

    public static string Link(string sweepId) => $"sweeps/{Uri.EscapeDataString(sweepId)}";
}
