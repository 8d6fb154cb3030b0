using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Orchestrator.OdeBench.Comparing;

/// <summary>Ours and the peer's lines of one workload, one pair per round; the first of each has the errors against the reference.</summary>
internal sealed record Pairs(string Workload, ImmutableArray<JsonObject> Ours, ImmutableArray<JsonObject> Peers)
{
    /// <summary>Our value of a field, median over rounds.</summary>
    public double Own(string field) => Median(Ours, field);
    public double Peer(string field) => Median(Peers, field);

    /// <summary>How many times faster a round was, CPU seconds of forward and backward, or of the whole training.</summary>
    public IEnumerable<double> Speedups => Ours.Zip(Peers, (ours, peer) => Seconds(peer) / Seconds(ours));

    private static double Median(ImmutableArray<JsonObject> lines, string field)
        => Measuring.Measurement.Median(lines.Where(line => line.ContainsKey(field)).Select(line => line[field]!.GetValue<double>()));

    private static double Seconds(JsonObject line)
        => (line["train_cpu_s_min"] ?? line["fwd_cpu_s_min"])!.GetValue<double>() + (line["bwd_cpu_s_min"]?.GetValue<double>() ?? 0);
}

/// <summary>One thing a workload is to reach: a measured value, or its ratio to that of another workload, and the limit it must not fall below or rise above.</summary>
internal sealed record Target(string Workload, string What, Func<Pairs, double> Value, double Limit, TargetSide Side)
{
    /// <summary>The peer's exact gradient of its own steps differs by as much from the reference as rounding lets it: below this, errors are equal.</summary>
    private const double RoundingError = 1e-5;

    /// <summary>The workload whose value ours is divided by; null: ours stands for itself.</summary>
    public string? Over { get; init; }

    /// <summary>The value to judge; null where a workload it needs was not measured.</summary>
    public double? Among(IReadOnlyList<Pairs> measured)
    {
        var own = Find(measured, Workload);
        var other = Find(measured, Over ?? Workload);
        return own is null || other is null ? null : Over is null ? Value(own) : Value(own) / Value(other);
    }

    public bool IsMetBy(double value) => Side == TargetSide.AtLeast ? value >= Limit : value <= Limit;

    public static ImmutableArray<Target> All { get; } =
    [
        .. Speed("vdp-batch", 5), Most("vdp-batch", "solver µs per step", p => p.Own("solver_us_per_step"), 40), Bound("vdp-batch", "fwd", 1.8),
        .. Speed("spiral-mlp-direct", 50), .. Speed("spiral-mlp-adjoint", 150), Most("spiral-mlp-adjoint", "backward calls", p => p.Own("nfe_bwd"), 70),
        .. Speed("train-spiral-direct", 40), .. Speed("train-spiral-adjoint", 100),
        .. Speed("mlp64-direct", 2.5), Bound("mlp64-direct", "fwd", 1.15),
        .. Speed("mlp64-adjoint", 4), Bound("mlp64-adjoint", "fwd", 1.15), Bound("mlp64-adjoint", "bwd", 1.3),
        Bound("fixed-rk4-direct", "fwd", 1.1),
        .. Speed("cnf-2d-adjoint", 2.5), Bound("cnf-2d-adjoint", "fwd", 1.15), Bound("cnf-2d-adjoint", "bwd", 1.15),
        .. Speed("long-mlp-direct", 2.5), .. Speed("long80-mlp-direct", 2.5), .. Replayed("long-mlp"), .. Replayed("long80-mlp"),
        .. Workloads("fwd").Select(SameWork), .. Workloads("grad").Select(SameGradient), .. Workloads("fwd").Select(NoAllocation),
    ];

    private static IEnumerable<string> Workloads(string kind)
        => Problems.Workloads.Names.Where(name => !name.StartsWith("train", StringComparison.Ordinal) && (kind == "fwd" || name != "vdp-batch"));

    private static IEnumerable<Target> Speed(string workload, double factor)
        => [new(workload, "times faster", p => Measuring.Measurement.Median(p.Speedups), factor, TargetSide.AtLeast)];

    private static Target Most(string workload, string what, Func<Pairs, double> value, double limit) => new(workload, what, value, limit, TargetSide.AtMost);

    private static Target Bound(string workload, string pass, double limit)
        => Most(workload, $"{(pass == "fwd" ? "forward" : "backward")} over bound", p => p.Own($"{pass}_over_bound"), limit);

    /// <summary>What the gradients for long horizons must not cost more than the two others.</summary>
    private static IEnumerable<Target> Replayed(string kind) =>
    [
        Ratio($"{kind}-checkpointed", $"{kind}-adjoint", "peak_engine_bytes", 1.2),
        Ratio($"{kind}-checkpointed", $"{kind}-direct", "grad_rel_error", 1),
        Ratio($"{kind}-checkpointed", $"{kind}-direct", "total_cpu_s_min", 1.6),
        Ratio($"{kind}-interpolated", $"{kind}-direct", "grad_rel_error", 5),
    ];

    private static Target Ratio(string workload, string over, string field, double limit)
        => Most(workload, $"{field} over that of {over}", p => p.Own(field), limit) with { Over = over };

    private static Pairs? Find(IReadOnlyList<Pairs> measured, string workload) => measured.FirstOrDefault(pairs => pairs.Workload == workload);

    private static Target SameWork(string workload) => Most(workload, "forward calls over the peer's", p => p.Own("nfe_fwd") / p.Peer("nfe_fwd"), 1.05);

    private static Target SameGradient(string workload)
        => Most(workload, "gradient error over the peer's", p => p.Own("grad_rel_error") / Math.Max(RoundingError, p.Peer("grad_rel_error")), 1.5);

    private static Target NoAllocation(string workload) => Most(workload, "managed bytes per step", p => p.Own("managed_bytes_per_step"), 0);
}

internal enum TargetSide { AtLeast, AtMost }
