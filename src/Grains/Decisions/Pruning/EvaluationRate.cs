namespace Orchestrator.Grains.Decisions.Pruning;

/// <summary>Function evaluations and steps between two reports.</summary>
/// <param name="First">First iteration of the stretch.</param>
/// <param name="Last">Iteration of the report at its end.</param>
/// <param name="PerIteration">Mean number of evaluations, all passes together.</param>
/// <param name="Steps">Mean number of accepted steps, all passes together.</param>
internal readonly record struct EvaluationRate(int First, int Last, double PerIteration, double Steps);
