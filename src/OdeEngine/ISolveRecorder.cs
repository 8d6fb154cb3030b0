using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;

namespace Orchestrator.OdeEngine;

/// <summary>
/// Who wants to remember the accepted steps of a solve. Called in the order of the solve; may not change any block. Tapes are asked for f at the start
/// of the solve and for every new slope.
/// </summary>
internal interface ISolveRecorder : ITapeSource
{
    /// <summary>A solve starts; what was remembered before is void.</summary>
    void Begin();

    /// <summary>Output number <paramref name="output"/> of a lane lies in the step about to be accepted, at θ in (0, 1].</summary>
    void OutputIn(int output, int lane, double theta);

    void Accepted(in AcceptedStep step);

    /// <summary>The tapes handed out since the last acceptance were for nothing.</summary>
    void Rejected();
}

/// <summary>An accepted step before it is carried out.</summary>
/// <param name="stepper">Its scheme, states and slopes.</param>
internal readonly ref struct AcceptedStep(Stepper stepper)
{
    public StepScheme Scheme { get; } = stepper.Scheme;
    /// <summary>State at its start.</summary>
    public StateBlock Y { get; } = stepper.Y;
    /// <summary>State at its end, in the lanes that took it.</summary>
    public StateBlock Next { get; } = stepper.Next;
    /// <summary>Slopes by slot.</summary>
    public ReadOnlySpan<StateBlock> Window { get; } = stepper.Window.Slots(stepper.Scheme.Slots);
    /// <summary>Start per lane.</summary>
    public ReadOnlySpan<double> Starts { get; } = stepper.Times.Starts;
    /// <summary>End per lane.</summary>
    public ReadOnlySpan<double> Ends { get; } = stepper.Times.Ends;
    /// <summary>Signed length per lane; 0 where a lane did not accept.</summary>
    public ReadOnlySpan<double> Steps { get; } = stepper.Times.Steps;
}
