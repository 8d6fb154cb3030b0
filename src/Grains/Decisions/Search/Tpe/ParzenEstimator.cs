using System.Numerics.Tensors;
using Orchestrator.Grains.Decisions.Search.Learning;

namespace Orchestrator.Grains.Decisions.Search.Tpe;

/// <summary>A density over points: a weighted sum of kernels around trials and a flat prior, each kernel a product over the keys.</summary>
/// <remarks>
/// Joint over all keys, so that what belongs together stays together. Where a point has a key that a kernel's trial lacked, the kernel is flat in it;
/// so conditional keys need no models of their own.
/// </remarks>
internal sealed class ParzenEstimator
{
    private readonly IKernels[] _kernels;
    private readonly double[] _weights;
    private readonly double[] _logWeights;
    private readonly double[] _scratch;

    /// <param name="columns">Coordinates of the trials that have a kernel, as [key][trial].</param>
    /// <param name="weights">One per kernel; the prior has weight 1.</param>
    /// <param name="narrowest">Least deviation of a kernel, at least 1/1024.</param>
    public ParzenEstimator(EncodedSpace space, double[][] columns, ReadOnlySpan<double> weights, double narrowest)
    {
        _kernels = new IKernels[space.Count];
        for (var key = 0; key < space.Count; key++)
        {
            _kernels[key] = space.Axes[key].Kind == AxisKind.Categorical
                ? new CategoricalKernels(columns[key], space.Axes[key].Choices!.Value)
                : new NumericKernels(columns[key], Math.Max(narrowest, CellShare * space.CellOf(key)));
        }
        _weights = [.. weights, 1];
        _logWeights = new double[_weights.Length];
        _scratch = new double[_weights.Length];
        TensorPrimitives.Divide(_weights, TensorPrimitives.Sum<double>(_weights), _weights);
        TensorPrimitives.Log(_weights, _logWeights);
    }

    /// <summary>Narrowest kernel of a countable axis in cells: the neighbours of a value stay within reach, at less than a hundredth of its weight.</summary>
    private const double CellShare = 0.3;

    /// <summary>A point drawn from it: all keys from the same kernel.</summary>
    public EncodedPoint Sample(EncodedSpace space, Draws draws)
    {
        var kernel = draws.Pick(_weights);
        return space.Point(key => _kernels[key].Sample(kernel, draws.Uniform()));
    }

    public double LogDensity(ReadOnlySpan<double> units)
    {
        _logWeights.CopyTo(_scratch.AsSpan());
        for (var key = 0; key < units.Length; key++)
            if (!double.IsNaN(units[key])) _kernels[key].AddLogDensity(units[key], _scratch);
        var greatest = TensorPrimitives.Max<double>(_scratch);
        TensorPrimitives.Subtract(_scratch, greatest, _scratch);
        TensorPrimitives.Exp(_scratch, _scratch);
        return greatest + Math.Log(TensorPrimitives.Sum<double>(_scratch));
    }
}
