using System.Numerics.Tensors;
using Orchestrator.Grains.Decisions.Search.Learning;

namespace Orchestrator.Grains.Decisions.Search.Tpe;

/// <summary>A density over points: a weighted sum of kernels around trials and a flat prior, each kernel a product over the keys.</summary>
/// <remarks>Joint over its keys, so that what belongs together stays together.</remarks>
internal sealed class ParzenEstimator
{
    private readonly int[] _keys;
    private readonly IKernels[] _kernels;
    private readonly double[] _weights;
    private readonly double[] _logWeights;
    private readonly double[] _scratch;

    /// <param name="keys">Keys of the space that it is about.</param>
    /// <param name="columns">Coordinates of the trials that have a kernel, as [place in keys][trial].</param>
    /// <param name="weights">One per kernel; the prior has weight 1.</param>
    /// <param name="narrowest">Least deviation of a kernel, at least 1/1024.</param>
    public ParzenEstimator(EncodedSpace space, int[] keys, double[][] columns, ReadOnlySpan<double> weights, double narrowest)
    {
        _keys = keys;
        _kernels = [.. keys.Select((key, place) => KernelsOf(space, key, columns[place], narrowest))];
        _weights = [.. weights, 1];
        _logWeights = new double[_weights.Length];
        _scratch = new double[_weights.Length];
        TensorPrimitives.Divide(_weights, TensorPrimitives.Sum<double>(_weights), _weights);
        TensorPrimitives.Log(_weights, _logWeights);
    }

    /// <summary>Narrowest kernel of a countable axis in cells: the neighbours of a value stay within reach, at less than a hundredth of its weight.</summary>
    private const double CellShare = 0.3;

    /// <summary>Draws coordinates for its keys, all from the same kernel.</summary>
    public void Sample(Draws draws, Span<double> units)
    {
        var kernel = draws.Pick(_weights);
        for (var place = 0; place < _keys.Length; place++) units[_keys[place]] = _kernels[place].Sample(kernel, draws.Uniform());
    }

    /// <param name="units">A point of the space; keys that it lacks (NaN) say nothing, and without any the density is 1.</param>
    public double LogDensity(ReadOnlySpan<double> units)
    {
        _logWeights.CopyTo(_scratch.AsSpan());
        for (var place = 0; place < _keys.Length; place++)
            if (!double.IsNaN(units[_keys[place]])) _kernels[place].AddLogDensity(units[_keys[place]], _scratch);
        var greatest = TensorPrimitives.Max<double>(_scratch);
        TensorPrimitives.Subtract(_scratch, greatest, _scratch);
        TensorPrimitives.Exp(_scratch, _scratch);
        return greatest + Math.Log(TensorPrimitives.Sum<double>(_scratch));
    }

    private static IKernels KernelsOf(EncodedSpace space, int key, double[] column, double narrowest)
        => space.Axes[key].Kind == AxisKind.Categorical
            ? new CategoricalKernels(column, space.Axes[key].Choices!.Value)
            : new NumericKernels(column, Math.Max(narrowest, CellShare * space.CellOf(key)));
}
