namespace Orchestrator.OdeEngine.StepSize;

/// <summary>Steps of one length from the first time on; the last is cut to hit the end. Times come from the step's index, never from a running sum.</summary>
internal sealed class FixedGrid(double stepSize) : IStepSizeControl
{
    /// <summary>A remainder of the span below this part of a step is rounding of the times, not a step.</summary>
    private const double NoStep = 1e-9;

    public bool UsesError => false;

    public void Propose(Lane lane)
    {
        var steps = Math.Max(1, (long)Math.Ceiling(Math.Abs(lane.End - lane.Start) / stepSize - NoStep));
        var next = lane.Accepted + 1;
        if (next < steps)
            lane.Try(lane.Direction * stepSize, lane.Start + lane.Direction * stepSize * next);
        else
            lane.Try(LastStep(lane), lane.End);
    }

    public bool Judge(Lane lane)
    {
        if (double.IsFinite(lane.ErrorRatio))
            return true;
        lane.Fail(SolveStatus.NonFinite);
        return false;
    }

    /// <summary>A last step of full length but for rounding is taken as full, so that every step of an even grid is the same.</summary>
    private double LastStep(Lane lane)
    {
        var rest = lane.End - lane.Time;
        return Math.Abs(Math.Abs(rest) - stepSize) <= NoStep * stepSize ? lane.Direction * stepSize : rest;
    }
}
