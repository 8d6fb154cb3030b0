namespace Orchestrator.OdeEngine.Training;

/// <summary>How much of one training iteration a trace shows.</summary>
public enum TraceDepth
{
    None = 1,

    /// <summary>The iteration's span alone.</summary>
    Iteration = 2,

    /// <summary>The iteration's span and those of its solves.</summary>
    Solves = 3,
}
