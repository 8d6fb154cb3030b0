using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Output;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.StepSize;

namespace Orchestrator.OdeEngine;

/// <summary>Turns the state in which a solve stopped into something a person can act on.</summary>
internal sealed class FailureAnalysis(IStateArithmetic arithmetic)
{
    /// <summary>Explicit methods of this order lose stability at |h·λ| of about 3; a step that hovers there is limited by stability, not by accuracy.</summary>
    private const double StiffFrom = 2;

    private readonly double[] _stateNorm = new double[arithmetic.Lanes];
    private readonly double[] _slopeNorm = new double[arithmetic.Lanes];

    public SolveFailure Describe(int index, Lane lane, StateBlock y, StateBlock slope, double stiffness)
    {
        arithmetic.Norms(y, _stateNorm);
        arithmetic.Norms(slope, _slopeNorm);
        var time = lane.TrialAccepted ? lane.TrialEnd : lane.Time;
        return new SolveFailure(lane.Status, time, Math.Abs(lane.Trial), lane.ErrorRatio, _stateNorm[index], _slopeNorm[index], stiffness, Hint(lane.Status, stiffness));
    }

    private static string Hint(SolveStatus status, double stiffness)
    {
        if (status == SolveStatus.NonFinite)
            return "The vector field answered NaN or infinity: look at the state shortly before this time, at the learning rate, and at the range the field is defined on.";
        if (stiffness >= StiffFrom)
            return "The problem looks stiff: the step is limited by stability, not by accuracy, so looser tolerances save little. Make the model smoother (fewer or narrower layers, weight decay), rescale time or states, or lower the learning rate.";
        return status == SolveStatus.MaxStepsReached
            ? "Raise the allowed number of steps, loosen the tolerances, or shorten the time span."
            : "The error test fails at every step size: loosen the tolerances (float32 cannot meet much below 1e-6), or look for a jump or blow-up of the vector field here.";
    }
}
