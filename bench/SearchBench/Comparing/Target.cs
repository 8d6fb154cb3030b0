using System.Collections.Immutable;
using Orchestrator.SearchBench.Measuring;

namespace Orchestrator.SearchBench.Comparing;

/// <summary>What one figure of ours is to reach: a limit, and where the peer measured it too, the peer's figure of the same run. Less is better.</summary>
internal sealed record Target(Figure Figure, double Limit)
{
    private static readonly string[] _timed = ["trivial", "hartmann6", "conditional"];

    public static ImmutableArray<Target> All { get; } =
    [
        new(Figure.Regret("branin", "tpe"), 0.021), new(Figure.Regret("hartmann6", "tpe"), 0.143), new(Figure.Regret("conditional", "tpe"), 0.039),
        new(Figure.Regret("branin", "gp"), 2e-5), new(Figure.Regret("hartmann6", "gp"), 0.012), new(Figure.Regret("conditional", "gp"), 0.081),
        .. Latencies("tpe", 5), .. Latencies("gp", 50),
        new(Figure.Curve("asha", "tpe"), 0.110), new(Figure.Curve("hyperband", "tpe"), 0.110),
    ];

    /// <summary>What is judged: our figure against the limit, and against the peer's.</summary>
    public IEnumerable<Verdict> Verdicts(Measurement measured)
    {
        if (Figure.Among(measured.Ours) is not { } ours) yield break;
        yield return new Verdict(Figure.Name, ours, Limit, "the limit");
        if (Figure.Among(measured.Peers) is { } peer) yield return new Verdict(Figure.Name, ours, peer.Mean, "the peer's mean in this run");
    }

    private static IEnumerable<Target> Latencies(string sampler, double milliseconds)
        => _timed.Select(objective => new Target(Figure.Latency(objective, sampler, 10_000), milliseconds));
}

/// <summary>One comparison of a mean with what it must not exceed.</summary>
internal sealed record Verdict(string Name, Estimate Ours, double Limit, string Of)
{
    public bool IsMet => Ours.Mean <= Limit;
}
