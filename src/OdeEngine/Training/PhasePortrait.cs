using System.Collections.Immutable;
using Orchestrator.OdeEngine.Models;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Workloads;

namespace Orchestrator.OdeEngine.Training;

/// <summary>
/// A learned vector field of two features on a grid, with the trajectory that it makes and the data, all in the model's own units: what a picture
/// needs, so float32 and few points.
/// </summary>
/// <param name="Time">Problem time of the field; null: it does not depend on time.</param>
/// <param name="GridX">First coordinates of the grid, rising.</param>
/// <param name="SlopeX">dx/dt at (GridX[i], GridY[j]), at place j · GridX.Length + i.</param>
/// <param name="CurveX">The trajectory from the fit's start.</param>
/// <param name="ObservedX">The data.</param>
public sealed record PhasePortrait(
    string XName, string YName, double? Time, ImmutableArray<float> GridX, ImmutableArray<float> GridY, ImmutableArray<float> SlopeX, ImmutableArray<float> SlopeY,
    ImmutableArray<float> CurveX, ImmutableArray<float> CurveY, ImmutableArray<float> ObservedX, ImmutableArray<float> ObservedY)
{
    private const int GridPoints = 14;
    private const int MostPoints = 200;
    private const float Margin = 0.08f;

    /// <param name="states">The trajectory [times, 2], row-major.</param>
    internal static PhasePortrait Of(PhasePlane plane, MlpField field, double time, ReadOnlySpan<double> states)
    {
        var (curveX, curveY) = (Thinned(Feature(states, 0)), Thinned(Feature(states, 1)));
        var (observedX, observedY) = (Thinned(plane.ObservedX), Thinned(plane.ObservedY));
        var (gridX, gridY) = (Grid(curveX, observedX), Grid(curveY, observedY));
        var (slopeX, slopeY) = Slopes(field, time, gridX, gridY);
        return new(plane.XName, plane.YName, field.DependsOnTime ? time : null, gridX, gridY, slopeX, slopeY, curveX, curveY, observedX, observedY);
    }

    private static (ImmutableArray<float> X, ImmutableArray<float> Y) Slopes(MlpField field, double time, ImmutableArray<float> gridX, ImmutableArray<float> gridY)
    {
        using var states = StateBlock.Zeros(gridX.Length * gridY.Length, 2, field.Parameters.ElementType, field.Parameters.Device);
        using var slopes = StateBlock.Zeros(states.Batch, 2, field.Parameters.ElementType, field.Parameters.Device);
        using (var points = TorchSharp.torch.tensor([.. gridY.SelectMany(y => gridX.SelectMany(x => new[] { x, y }))]))
        using (var shaped = points.view(states.Batch, 2))
            states.Tensor.copy_(shaped);
        field.Evaluate(time, states, slopes);
        var flat = slopes.ToDoubles();
        return ([.. Feature(flat, 0).Select(value => (float)value)], [.. Feature(flat, 1).Select(value => (float)value)]);
    }

    private static double[] Feature(ReadOnlySpan<double> states, int feature)
    {
        var values = new double[states.Length / 2];
        for (var k = 0; k < values.Length; k++)
            values[k] = states[(2 * k) + feature];
        return values;
    }

    // The data set the extent: a trajectory that runs away where it was not trained must not shrink everything else to a point.
    private static ImmutableArray<float> Grid(ImmutableArray<float> curve, ImmutableArray<float> observed)
    {
        var data = observed.Where(float.IsFinite).DefaultIfEmpty(0).ToArray();
        var range = Math.Max(data.Max() - data.Min(), 1e-6f);
        var low = Math.Max(data.Min() - range, curve.Where(float.IsFinite).Append(data.Min()).Min());
        var high = Math.Min(data.Max() + range, curve.Where(float.IsFinite).Append(data.Max()).Max());
        var (from, length) = (low - (Margin * (high - low)), (1 + (2 * Margin)) * (high - low));
        return [.. Enumerable.Range(0, GridPoints).Select(i => from + (length * i / (GridPoints - 1)))];
    }

    private static ImmutableArray<float> Thinned(IReadOnlyList<double> all) => all.Count <= MostPoints
        ? [.. all.Select(value => (float)value)]
        : [.. Enumerable.Range(0, MostPoints).Select(i => (float)all[(int)((long)i * (all.Count - 1) / (MostPoints - 1))])];
}
