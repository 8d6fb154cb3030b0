using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.OdeEngine.StepSize;

namespace Orchestrator.OdeEngine.Output;

/// <summary>Which output times a step passes, and at which θ.</summary>
internal static class OutputTimes
{
    /// <summary>Times that differ by no more than this many units in the last place are the same time.</summary>
    private const double SameTimeUlps = 4;

    /// <summary>True if the lane's trial step reaches this time (by rounding or more).</summary>
    public static bool IsReached(Lane lane, double time) => (time - lane.TrialEnd) * lane.Direction <= Resolution(lane);

    /// <summary>Place of a reached time within the trial step, in (0, 1]; exactly 1 at its end.</summary>
    public static double Theta(Lane lane, double time)
        => Math.Abs(time - lane.TrialEnd) <= Resolution(lane) ? 1 : Math.Clamp((time - lane.Time) / lane.Trial, 0, 1);

    private static double Resolution(Lane lane)
        => SameTimeUlps * double.Epsilon + SameTimeUlps * 2.220446049250313e-16 * Math.Max(Math.Abs(lane.Time), Math.Abs(lane.TrialEnd));
}

/// <summary>Writes states at output times into [times · batch, features] while the steps that contain them are at hand.</summary>
internal sealed class OutputWriter(IStateArithmetic arithmetic, int batch)
{
    private readonly double[] _weights = new double[StepScheme.MaxSlots];
    private StateBlock _outputs = null!;
    private double[] _times = [];
    private int _count;

    private int RowsPerLane => batch / arithmetic.Lanes;

    public void Begin(StateBlock y0, ReadOnlySpan<double> times, StateBlock outputs)
    {
        if (_times.Length < times.Length)
            _times = new double[times.Length];
        times.CopyTo(_times);
        _count = times.Length;
        _outputs = outputs;
        arithmetic.CopyRows(outputs, y0, new RowRange(0, 0, batch));
    }

    /// <summary>True if the next output of the lane lies strictly inside its trial step.</summary>
    public bool NeedsInterior(Lane lane)
        => lane.NextOutput < _count && OutputTimes.IsReached(lane, _times[lane.NextOutput]) && OutputTimes.Theta(lane, _times[lane.NextOutput]) < 1;

    /// <summary>Writes all outputs of one lane within its accepted trial; tells the recorder; true if the lane has none left.</summary>
    public bool Write(int laneIndex, Lane lane, in AcceptedStep step, StateBlock yNext, ISolveRecorder? recorder)
    {
        while (lane.NextOutput < _count && OutputTimes.IsReached(lane, _times[lane.NextOutput]))
        {
            var theta = OutputTimes.Theta(lane, _times[lane.NextOutput]);
            var rows = new RowRange(laneIndex * RowsPerLane, lane.NextOutput * batch + laneIndex * RowsPerLane, RowsPerLane);
            if (theta == 1)
                arithmetic.CopyRows(_outputs, yNext, rows);
            else
            {
                var weights = _weights.AsSpan(0, step.Scheme.Slots);
                step.Scheme.Interpolant.WeightsAt(theta, weights);
                arithmetic.CombineRows(_outputs, step.Y, rows, lane.Trial, weights, step.Window);
            }
            recorder?.OutputIn(lane.NextOutput, laneIndex, theta);
            lane.NextOutput++;
        }
        return lane.NextOutput == _count;
    }
}
