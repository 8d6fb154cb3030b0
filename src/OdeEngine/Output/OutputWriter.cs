using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.OdeEngine.StepSize;

namespace Orchestrator.OdeEngine.Output;

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
    public bool Write(int laneIndex, Lane lane, in AcceptedStep step, ISolveRecorder? recorder)
    {
        while (lane.NextOutput < _count && OutputTimes.IsReached(lane, _times[lane.NextOutput]))
        {
            var theta = OutputTimes.Theta(lane, _times[lane.NextOutput]);
            var rows = new RowRange(laneIndex * RowsPerLane, lane.NextOutput * batch + laneIndex * RowsPerLane, RowsPerLane);
            if (theta == 1)
                arithmetic.CopyRows(_outputs, step.Next, rows);
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

    /// <summary>NaN at the outputs a lane never reached.</summary>
    public void FillUnreached(int laneIndex, Lane lane)
    {
        for (var i = lane.NextOutput; i < _count; i++)
            arithmetic.FillRows(_outputs, new RowRange(0, i * batch + laneIndex * RowsPerLane, RowsPerLane), double.NaN);
    }
}
