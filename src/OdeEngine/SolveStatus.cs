namespace Orchestrator.OdeEngine;

/// <summary>How a solve ended. Everything but Ok is a result to report, not an exception.</summary>
public enum SolveStatus
{
    Ok = 1,
    /// <summary>The error test asks for a step below the minimum or below the resolution of time.</summary>
    StepSizeUnderflow = 2,
    /// <summary>The allowed number of attempted steps is used up.</summary>
    MaxStepsReached = 3,
    /// <summary>The vector field answered NaN or infinity and no smaller step avoided it.</summary>
    NonFinite = 4,
    /// <summary>An implicit step's iteration does not converge at any step size.</summary>
    NonlinearDivergence = 5,
}
