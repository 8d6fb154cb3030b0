using System.Numerics;
using Orchestrator.OdeEngine.Models;
using Orchestrator.OdeEngine.Problems;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Workloads;

internal enum LossKind { MeanAbsoluteError, MeanSquaredError }

/// <summary>
/// One solve and what its outputs are compared with: start, times and observed values, NaN where nothing was observed. The loss is a mean over
/// what was observed; augmented features take no part in it. The first <see cref="UsedTimes"/> times count.
/// </summary>
internal sealed class ObservedPath : IDisposable
{
    private readonly LossKind _kind;
    private readonly int _observedFeatures;

    public ObservedPath(LossKind kind, int batch, int observedFeatures, int augment, double[] times, ScalarType elementType)
        : this(kind, observedFeatures, times, new double[times.Length * batch * observedFeatures], StateBlock.Zeros(batch, observedFeatures + augment, elementType)) { }

    private ObservedPath(LossKind kind, int observedFeatures, double[] times, double[] values, StateBlock start)
    {
        _kind = kind;
        _observedFeatures = observedFeatures;
        (Times, Values, Start) = (times, values, start);
        UsedTimes = times.Length;
    }

    /// <summary>y0 [batch, features], augmented features zero.</summary>
    public StateBlock Start { get; }
    public double[] Times { get; }
    public int UsedTimes { get; set; }

    /// <summary>[times, batch, observed features], row-major.</summary>
    public double[] Values { get; }

    public void SetStart(int sample, int feature, double value)
    {
        var at = (sample * Start.Features) + feature;
        if (Start.ElementType == ScalarType.Float32)
            Start.Floats[at] = (float)value;
        else
            Start.Doubles[at] = value;
    }

    /// <summary>The loss of the outputs [used times · batch, features], and its gradient with respect to them if a block is given.</summary>
    public double Loss(StateBlock outputs, StateBlock? outputsBar)
        => Start.ElementType == ScalarType.Float32 ? Loss<float>(outputs, outputsBar) : Loss<double>(outputs, outputsBar);

    /// <summary>The same start, as this path has rounded it, and the same values for a model in float64. The values are shared; the caller disposes the rest.</summary>
    public ObservedPath InFloat64()
    {
        using var start = Start.Tensor.to_type(ScalarType.Float64);
        return new ObservedPath(_kind, _observedFeatures, Times, Values, StateBlock.CopyOf(start)) { UsedTimes = UsedTimes };
    }

    public void Dispose() => Start.Dispose();

    private double Loss<T>(StateBlock outputs, StateBlock? outputsBar) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (rows, features) = (UsedTimes * Start.Batch, Start.Features);
        var predicted = BlockMemory.Of<T>(outputs);
        var bar = outputsBar is null ? default : BlockMemory.Of<T>(outputsBar);
        bar.Clear();
        var observed = 0;
        foreach (var value in Values.AsSpan(0, rows * _observedFeatures))
            observed += double.IsNaN(value) ? 0 : 1;
        var sum = 0.0;
        for (var r = 0; r < rows; r++)
            for (var i = 0; i < _observedFeatures; i++)
            {
                var error = double.CreateTruncating(predicted[(r * features) + i]) - Values[(r * _observedFeatures) + i];
                if (double.IsNaN(Values[(r * _observedFeatures) + i]))
                    continue;
                sum += _kind is LossKind.MeanSquaredError ? error * error : Math.Abs(error);
                if (!bar.IsEmpty)
                    bar[(r * features) + i] = T.CreateTruncating(Slope(error) / observed);
            }
        return sum / observed;
    }

    private double Slope(double error) => _kind is LossKind.MeanSquaredError ? 2 * error : double.IsNaN(error) ? error : Math.Sign(error);
}
