namespace Orchestrator.OdeEngine.Output;

/// <summary>Steps from one start that were rejected one after the other: the solver met something it was not prepared for.</summary>
/// <param name="Time">Problem time from which they were all tried.</param>
/// <param name="Before">Signed length of the first one, in problem time.</param>
/// <param name="After">Length that was accepted in the end; of a solve that gave up here, the last one it tried.</param>
/// <param name="Count">Rejected steps.</param>
/// <param name="At">Wall time from the start of the solve to the end of the row.</param>
public readonly record struct RejectionBurst(double Time, double Before, double After, long Count, TimeSpan At);
