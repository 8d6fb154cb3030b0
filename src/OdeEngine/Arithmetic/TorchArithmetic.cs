using Orchestrator.OdeEngine.Problems;
using TorchSharp;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Arithmetic;

/// <summary>
/// States on any device, by tensor operations. One wait for the device per step: the error ratios, or the norm of a fixed step.
/// </summary>
internal sealed class TorchArithmetic : IStateArithmetic
{
    private readonly ArithmeticLayout _layout;
    private readonly ScalarType _elementType;
    private readonly Tensor _scratch;
    private readonly Tensor _tolerance;
    private readonly Tensor _laneSteps;      // [batch, 1]; used with more than one lane
    private readonly Tensor _laneMask;       // [lanes, 1]
    private readonly HostSync _sync;
    private double _step;

    public TorchArithmetic(ArithmeticLayout layout, ScalarType elementType, ComputeDevice device)
    {
        (_layout, _elementType) = (layout, elementType);
        _scratch = New(layout.Features);
        _tolerance = New(layout.Features);
        _laneSteps = New(1);
        _laneMask = torch.zeros([layout.Lanes, 1], dtype: ScalarType.Bool, device: device.Torch).DetachFromDisposeScope();
        _sync = new HostSync(layout.Lanes, device);

        Tensor New(int columns) => torch.zeros([layout.Batch, columns], dtype: elementType, device: device.Torch).DetachFromDisposeScope();
    }

    public int Lanes => _layout.Lanes;
    /// <summary>Times it waited for the device.</summary>
    public long HostReads => _sync.Reads;

    public void SetSteps(ReadOnlySpan<double> steps)
    {
        if (Lanes == 1)
        {
            _step = steps[0];
            return;
        }
        using var scope = NewDisposeScope();
        HostSync.Send(torch.tensor(steps.ToArray(), dtype: _elementType).view(Lanes, 1), _laneSteps);
    }

    public void Combine(StateBlock target, StateBlock? origin, Scaling scaling, ReadOnlySpan<double> weights, ReadOnlySpan<StateBlock> terms)
    {
        var perLane = scaling == Scaling.Step && Lanes > 1;
        Sum(_scratch, perLane || scaling == Scaling.One ? 1 : _step, weights, terms, default);
        if (perLane)
            _scratch.mul_(_laneSteps);
        if (origin is not null)
            _scratch.add_(origin.Tensor, Scalars.One);
        target.Tensor.copy_(_scratch);
    }

    public void CombineRows(StateBlock target, StateBlock origin, in RowRange rows, double step, ReadOnlySpan<double> weights, ReadOnlySpan<StateBlock> terms)
    {
        using var scope = NewDisposeScope();
        var sum = _scratch.narrow(0, 0, rows.Count);
        Sum(sum, step, weights, terms, rows);
        sum.add_(origin.Tensor.narrow(0, rows.Source, rows.Count), Scalars.One);
        target.Tensor.narrow(0, rows.Target, rows.Count).copy_(sum);
    }

    public void AddRows(StateBlock target, StateBlock source, in RowRange rows, double factor)
    {
        using var scope = NewDisposeScope();
        using Scalar alpha = factor;
        target.Tensor.narrow(0, rows.Target, rows.Count).add_(source.Tensor.narrow(0, rows.Source, rows.Count), alpha);
    }

    public void ErrorRatios(in ErrorTest test, ReadOnlySpan<double> weights, ReadOnlySpan<StateBlock> slopes, Span<double> ratios)
    {
        using var scope = NewDisposeScope();
        Sum(_scratch, Lanes > 1 ? 1 : _step, weights, slopes, default);
        if (Lanes > 1)
            _scratch.mul_(_laneSteps);
        Tolerate(torch.maximum(test.Y.Tensor.abs(), test.YNext.Tensor.abs()), test.Tolerances);
        ReadNorms(_scratch.div_(_tolerance), _layout.Segments.IsEmpty ? default : _layout.Segments.AsSpan(), ratios);
    }

    public void ScaledNorms(StateBlock value, StateBlock? minus, StateBlock y, in Tolerances tolerances, Span<double> norms)
    {
        using var scope = NewDisposeScope();
        _scratch.copy_(value.Tensor);
        if (minus is not null)
            _scratch.add_(minus.Tensor, Scalars.MinusOne);
        Tolerate(y.Tensor.abs(), tolerances);
        ReadNorms(_scratch.div_(_tolerance), _layout.Segments.IsEmpty ? default : _layout.Segments.AsSpan(), norms);
    }

    public void Norms(StateBlock value, Span<double> norms)
    {
        using var scope = NewDisposeScope();
        ReadNorms(value.Tensor, default, norms);
    }

    public void CopyLanes(StateBlock target, StateBlock source, ReadOnlySpan<bool> lanes)
    {
        using var scope = NewDisposeScope();
        HostSync.Send(torch.tensor(lanes.ToArray()).view(Lanes, 1), _laneMask);
        var chosen = torch.where(_laneMask, source.Tensor.view(Lanes, -1), target.Tensor.view(Lanes, -1));
        target.Tensor.copy_(chosen.view(target.Batch, target.Features));
    }

    public void CopyRows(StateBlock target, StateBlock source, in RowRange rows)
    {
        using var scope = NewDisposeScope();
        target.Tensor.narrow(0, rows.Target, rows.Count).copy_(source.Tensor.narrow(0, rows.Source, rows.Count));
    }

    public void Fill(StateBlock target, double value)
    {
        using Scalar scalar = value;
        target.Tensor.fill_(scalar);
    }

    public void FillRows(StateBlock target, in RowRange rows, double value)
    {
        using var scope = NewDisposeScope();
        using Scalar scalar = value;
        target.Tensor.narrow(0, rows.Target, rows.Count).fill_(scalar);
    }

    public double Dot(StateBlock a, StateBlock b, in RowRange rows)
    {
        using var scope = NewDisposeScope();
        var left = a.Tensor.narrow(0, rows.Source, rows.Count).to(ScalarType.Float64);
        var right = b.Tensor.narrow(0, rows.Target, rows.Count).to(ScalarType.Float64);
        Span<double> sum = stackalloc double[1];
        _sync.Read(left.mul_(right).sum().view(1), sum);
        return sum[0];
    }

    public void Dispose()
    {
        _scratch.Dispose();
        _tolerance.Dispose();
        _laneSteps.Dispose();
        _laneMask.Dispose();
        _sync.Dispose();
    }

    /// <summary>sum ← factor · Σ weights[i]·terms[i] (of the rows given, if any are).</summary>
    private static void Sum(Tensor sum, double factor, ReadOnlySpan<double> weights, ReadOnlySpan<StateBlock> terms, in RowRange rows)
    {
        sum.fill_(Scalars.Zero);
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] == 0)
                continue;
            using Scalar alpha = factor * weights[i];
            if (rows.Count == 0)
                sum.add_(terms[i].Tensor, alpha);
            else
                sum.add_(terms[i].Tensor.narrow(0, rows.Source, rows.Count), alpha);
        }
    }

    private void Tolerate(Tensor size, in Tolerances tolerances)
    {
        using Scalar relative = tolerances.Relative;
        using Scalar absolute = tolerances.Absolute;
        _tolerance.copy_(size.mul_(relative).add_(absolute, Scalars.One));
    }

    /// <summary>RMS per lane, or the largest RMS over segments, read in one go.</summary>
    private void ReadNorms(Tensor values, ReadOnlySpan<NormSegment> segments, Span<double> norms)
    {
        var precise = values.to(ScalarType.Float64);
        var squares = precise.mul(precise);
        Tensor means;
        if (segments.IsEmpty)
            means = squares.view(Lanes, -1).mean([1]);
        else
        {
            var flat = squares.view(-1);
            var parts = new Tensor[segments.Length];
            for (var i = 0; i < parts.Length; i++)
                parts[i] = flat.narrow(0, segments[i].Offset, segments[i].Length).mean();
            means = torch.stack(parts).max().view(1);
        }
        _sync.Read(means.sqrt(), norms[..Lanes]);
    }
}
