using System.Collections.Immutable;
using Orchestrator.SearchBench.Measuring;

namespace Orchestrator.SearchBench.Comparing;

/// <summary>What one figure of ours is to reach: a limit, and where the peer measured it too, the peer's figure of the same run.</summary>
internal sealed record Target(Figure Figure, double Limit)
{
    private static readonly string[] _timed = ["trivial", "hartmann6", "conditional"];

    public static ImmutableArray<Target> All { get; } =
    [
        new(Figure.Regret("branin", "tpe"), 0.021), new(Figure.Regret("hartmann6", "tpe"), 0.143), new(Figure.Regret("conditional", "tpe"), 0.039),
        new(Figure.Regret("branin", "gp"), 2e-5), new(Figure.Regret("hartmann6", "gp"), 0.012), new(Figure.Regret("conditional", "gp"), 0.081),
        .. Latencies("tpe", 5), .. Latencies("gp", 50),
        new(Figure.Curve("asha", "tpe"), 0.110), new(Figure.Curve("hyperband", "tpe"), 0.110),
        new(Figure.Volume("zdt1", "nsga2"), 110.20), new(Figure.Volume("zdt2", "nsga2"), 99.80), new(Figure.Volume("zdt3", "nsga2"), 117.09), new(Figure.Volume("dtlz2", "nsga2"), 0.517),
    ];

    /// <summary>What is judged: our figure against the limit, and against the peer's.</summary>
    public IEnumerable<Verdict> Verdicts(Measurement measured)
    {
        if (Figure.Among(measured.Ours) is not { } ours) yield break;
        yield return new Verdict(Figure, ours, Limit, "the limit");
        if (Figure.Among(measured.Peers) is { } peer) yield return new Verdict(Figure, ours, peer.Mean, "the peer's mean in this run");
    }

    private static IEnumerable<Target> Latencies(string sampler, double milliseconds)
        => _timed.Select(objective => new Target(Figure.Latency(objective, sampler, 10_000), milliseconds));
}

/// <summary>One comparison of a mean with what it is to reach.</summary>
internal sealed record Verdict(Figure Figure, Estimate Ours, double Limit, string Of)
{
    public bool IsMet => Figure.Better == Better.Less ? Ours.Mean <= Limit : Ours.Mean >= Limit;
}
