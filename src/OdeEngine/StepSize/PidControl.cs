using Orchestrator.OdeEngine.Solvers;

namespace Orchestrator.OdeEngine.StepSize;

/// <summary>
/// Adaptive steps: factor = safety · e(n)^(−(I+P+D)/k) · e(n−1)^((P+2D)/k) · e(n−2)^(−D/k), kept within the limits.
/// An accepted step never shrinks the next one; a rejected one always does.
/// </summary>
/// <remarks>Söderlind, "Digital filters in adaptive time-stepping", ACM TOMS 29 (2003); with P = D = 0 this is torchdiffeq's rule.</remarks>
internal sealed class PidControl(SolveSettings settings, int exponent) : IStepSizeControl
{
    /// <summary>Ratios below mean "no error": the step grows as much as it may, whatever went before.</summary>
    private const double SmallestRatio = 1e-10;
    /// <summary>A step ending this close (relative) before the end goes to the end: no sliver is left over.</summary>
    private const double EndSlack = 1e-9;

    private readonly ControllerSettings _gains = settings.Controller;

    public bool UsesError => true;

    public void Propose(Lane lane)
    {
        var length = Math.Clamp(lane.Step, Math.Min(settings.MinStep, settings.MaxStep), settings.MaxStep);
        var rest = lane.End - lane.Time;
        if (length * (1 + EndSlack) >= Math.Abs(rest))
            lane.Try(rest, lane.End);
        else
            lane.Try(lane.Direction * length, lane.Time + lane.Direction * length);
        if (lane.TrialEnd == lane.Time)
            lane.Fail(double.IsFinite(lane.ErrorRatio) ? SolveStatus.StepSizeUnderflow : SolveStatus.NonFinite);
    }

    public bool Judge(Lane lane)
    {
        var accepted = lane.ErrorRatio <= 1;
        var length = Math.Abs(lane.Trial);
        var next = length * Factor(lane, accepted);
        if (accepted)
        {
            // A step cut short at the end says nothing against the length that was wanted.
            lane.Step = lane.TrialReachesEnd ? Math.Max(lane.Step, next) : next;
            (lane.RatioBeforeThat, lane.EarlierRatio) = (lane.EarlierRatio, Math.Max(lane.ErrorRatio, SmallestRatio));
            return true;
        }
        lane.Step = next;
        if (next < settings.MinStep)
            lane.Fail(double.IsFinite(lane.ErrorRatio) ? SolveStatus.StepSizeUnderflow : SolveStatus.NonFinite);
        return false;
    }

    private double Factor(Lane lane, bool accepted)
    {
        if (!double.IsFinite(lane.ErrorRatio))
            return _gains.MinFactor;
        var ratio = lane.ErrorRatio;
        if (ratio <= SmallestRatio)
            return _gains.MaxFactor;
        var factor = _gains.Safety * Math.Pow(ratio, -(_gains.IntegralGain + _gains.Proportional + _gains.Derivative) / exponent);
        if (_gains.Proportional != 0 || _gains.Derivative != 0)
            factor *= Math.Pow(lane.EarlierRatio, (_gains.Proportional + 2 * _gains.Derivative) / exponent)
                * Math.Pow(lane.RatioBeforeThat, -_gains.Derivative / exponent);
        return accepted
            ? Math.Clamp(factor, 1, _gains.MaxFactor)
            : Math.Clamp(factor, _gains.MinFactor, _gains.Safety);
    }
}
