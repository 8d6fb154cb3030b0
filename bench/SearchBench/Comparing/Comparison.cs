using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Orchestrator.SearchBench.Measuring;

namespace Orchestrator.SearchBench.Comparing;

/// <summary>Measures part by part, ours and then the peer's, so that both see the same machine.</summary>
internal static class Comparison
{
    /// <summary>Parts that failed at the peer, or 0. Missed targets are a result, not a failure.</summary>
    public static int Run(BenchOptions options)
    {
        var (ours, peers) = (ImmutableArray<Measured>.Empty, ImmutableArray<Measured>.Empty);
        var failed = 0;
        foreach (var part in Target.All.Select(target => target.Figure.Part).Distinct().Where(options.Wants))
        {
            ours = ours.AddRange(Judged(part, options).SelectMany(Measurements.Of).Select(line => new Measured(JsonNode.Parse(line.ToJsonString())!.AsObject())));
            if (Peer.Lines(part, options) is { } lines) peers = peers.AddRange(lines);
            else failed++;
        }
        Table.Write(new Measurement(ours, peers));
        return failed;
    }

    /// <summary>Only what a target asks for: other samplers would cost most of the time and be judged by nothing.</summary>
    private static IEnumerable<BenchOptions> Judged(string part, BenchOptions options)
        => Target.All.Select(target => target.Figure).Where(figure => figure.Part == part && options.Wants(figure))
            .Select(figure => options with { Only = part, Sampler = figure.Field("sampler"), Objective = figure.Field("objective") }).Distinct();
}
