using System.Numerics;

namespace Orchestrator.Grains.Decisions.Search.Tpe;

/// <summary>One key's kernels over unordered values: most of the weight on the trial's own value, the rest even.</summary>
/// <remarks>The share of the rest falls with the number of kernels, as for a prior of the weight of one trial (Bergstra et al. 2011, section 4).</remarks>
internal sealed class CategoricalKernels : IKernels
{
    private readonly double[] _own;
    private readonly double _ownShare;
    private readonly double _logOwn, _logOther, _logFlat;
    private readonly long _choices;

    /// <param name="column">Coordinates of the trials that have a kernel.</param>
    public CategoricalKernels(ReadOnlySpan<double> column, long choices)
    {
        _choices = choices;
        _own = [.. column, double.NaN];
        var spread = 1.0 / _own.Length;
        _ownShare = (1 + spread) / (1 + choices * spread);
        (_logOwn, _logOther, _logFlat) = (Math.Log(_ownShare), Math.Log(spread / (1 + choices * spread)), -Math.Log(choices));
    }

    public void AddLogDensity(double unit, Span<double> into)
    {
        var (at, own, other, flat) = (new Vector<double>(unit), new Vector<double>(_logOwn), new Vector<double>(_logOther), new Vector<double>(_logFlat));
        var kernel = 0;
        for (; kernel <= into.Length - Vector<double>.Count; kernel += Vector<double>.Count)
        {
            var center = new Vector<double>(_own, kernel);
            var log = Vector.ConditionalSelect(Vector.Equals(center, at), own, Vector.ConditionalSelect(Vector.Equals(center, center), other, flat));
            (new Vector<double>(into[kernel..]) + log).CopyTo(into[kernel..]);
        }
        for (; kernel < into.Length; kernel++) into[kernel] += _own[kernel] == unit ? _logOwn : double.IsNaN(_own[kernel]) ? _logFlat : _logOther;
    }

    public double Sample(int kernel, double uniform)
    {
        if (double.IsNaN(_own[kernel])) return uniform;
        // The own value's extra share first; what is left of the uniform number is again uniform, over all values.
        var extra = _ownShare - (1 - _ownShare) / Math.Max(1, _choices - 1);
        return uniform < extra ? _own[kernel] : (uniform - extra) / (1 - extra);
    }
}
