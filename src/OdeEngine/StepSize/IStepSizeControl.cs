namespace Orchestrator.OdeEngine.StepSize;

/// <summary>Decides how long a step is tried and whether it counts. It sees numbers only.</summary>
internal interface IStepSizeControl
{
    /// <summary>True if it needs the error of every step; false: it needs to know only whether the state is finite.</summary>
    bool UsesError { get; }

    /// <summary>Sets the lane's next trial, or fails the lane.</summary>
    void Propose(Lane lane);

    /// <summary>Judges the trial by its error ratio (not finite: something in it was not) and sets the lane's next step; may fail the lane.</summary>
    /// <returns>True if the step is accepted.</returns>
    bool Judge(Lane lane);
}
