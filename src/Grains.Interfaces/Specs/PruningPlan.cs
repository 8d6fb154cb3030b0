using System.Text.Json.Serialization;

namespace Orchestrator.Grains.Interfaces.Specs;

/// <summary>When a run is stopped for what it does itself, whatever the others do. A rule that is null stops nothing.</summary>
/// <param name="WorseThan">In the unit of the first objective: above it where that is minimised, below it where it is maximised.</param>
/// <param name="NfePerIteration">Function evaluations of all passes per iteration, between two reports.</param>
/// <param name="NfeGrowth">Evaluations per iteration as a multiple of what they were when the rules first looked.</param>
/// <param name="Patience">Iterations without an improvement of the first objective.</param>
/// <param name="LeastImprovement">In the unit of the first objective: less than this is none.</param>
/// <param name="After">Reports before this iteration are not looked at.</param>
[GenerateSerializer, Immutable, Alias("pruning-plan")]
public sealed record PruningPlan(double? WorseThan, double? NfePerIteration, double? NfeGrowth, int? Patience, double LeastImprovement, int After)
{
    /// <summary>Every run is trained to its end.</summary>
    public static PruningPlan None { get; } = new(null, null, null, null, LeastImprovement: 0, After: 0);

    /// <summary>Accepted solver steps of all passes per iteration, between two reports: more of them are shorter ones.</summary>
    [Id(0)] public double? StepsPerIteration { get; init; }

    [JsonIgnore]
    public bool HasRule => WorseThan is not null || NfePerIteration is not null || NfeGrowth is not null || StepsPerIteration is not null || Patience is not null;
}
