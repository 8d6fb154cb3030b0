namespace Orchestrator.Grains.Decisions.Search.Tpe;

/// <summary>The trials that a density is made of.</summary>
/// <param name="Trials">Indices into the history.</param>
/// <param name="Weights">One per trial; the prior has weight 1.</param>
internal sealed record WeightedTrials(int[] Trials, double[] Weights);
