using System.Collections.Immutable;
using Orchestrator.SearchBench.Measuring;

namespace Orchestrator.SearchBench.Comparing;

/// <summary>One figure that both sides may have measured.</summary>
/// <param name="Part">Part of the measurements.</param>
/// <param name="Name">What people read.</param>
/// <param name="Fields">What a line must say to be the one.</param>
/// <param name="Mean">Field of the figure.</param>
/// <param name="Deviation">Field of its standard deviation over seeds; empty: there are no seeds.</param>
internal sealed record Figure(string Part, string Name, ImmutableArray<KeyValuePair<string, string>> Fields, string Mean, string Deviation)
{
    /// <summary>Which way it is better.</summary>
    public Better Better { get; init; }

    /// <summary>What a line must say in this field; null: anything.</summary>
    public string? Field(string name) => Fields.FirstOrDefault(field => field.Key == name).Value;

    /// <summary>Of the first line that is the one; null: nobody measured it.</summary>
    public Estimate? Among(ImmutableArray<Measured> lines)
        => lines.FirstOrDefault(line => line.Has(Fields) && line.Number(Mean) is not null)?.Mean(Mean, Deviation);

    public static Figure Regret(string objective, string sampler)
        => new("quality", $"regret after 100 trials, {objective}, {sampler}", [new("part", "quality"), new("objective", objective), new("sampler", sampler)], "regret_mean", "best_sd");

    /// <summary>Judged against its limit alone: the peer times another objective.</summary>
    public static Figure Latency(string objective, string sampler, int finished)
        => new("asktell", $"ms of a suggestion, p99, {finished} finished, {objective}, {sampler}",
            [new("part", "asktell"), new("objective", objective), new("sampler", sampler), new("finished", $"{finished}")], "ask_ms_p99", "");

    public static Figure Curve(string scheduler, string sampler)
        => new("curves", $"best loss of 1000 epochs, {scheduler}, {sampler}",
            [new("part", "curves"), new("limit", "1000 epochs"), new("sampler", sampler), new("pruner", scheduler)], "best_final_mean", "best_final_sd");

    public static Figure Volume(string objective, string sampler)
        => new("hypervolume", $"hypervolume after 1000 trials, {objective}, {sampler}",
            [new("part", "hypervolume"), new("objective", objective), new("sampler", sampler)], "hypervolume_mean", "hypervolume_sd")
        { Better = Better.More };
}
