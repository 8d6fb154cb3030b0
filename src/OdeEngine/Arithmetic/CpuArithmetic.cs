using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;

namespace Orchestrator.OdeEngine.Arithmetic;

/// <summary>States in this machine's memory: vector code, no library call, no allocation after construction.</summary>
[SkipLocalsInit]
internal sealed unsafe class CpuArithmetic<T> : IStateArithmetic where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int MaxTerms = StepScheme.MaxSlots;

    private readonly ArithmeticLayout _layout;
    private readonly List<T[]> _owned = [];
    private readonly T* _scratch;
    private readonly T* _steps;      // one per element; used with more than one lane
    private T _step;

    public CpuArithmetic(ArithmeticLayout layout)
    {
        _layout = layout;
        _scratch = Pinned(layout.Count);
        _steps = layout.Lanes > 1 ? Pinned(layout.Count) : null;
    }

    public int Lanes => _layout.Lanes;
    private int LaneLength => _layout.Count / _layout.Lanes;

    public void SetSteps(ReadOnlySpan<double> steps)
    {
        if (Lanes == 1)
        {
            _step = T.CreateTruncating(steps[0]);
            return;
        }
        for (var lane = 0; lane < Lanes; lane++)
            new Span<T>(_steps + lane * LaneLength, LaneLength).Fill(T.CreateTruncating(steps[lane]));
    }

    public void Combine(StateBlock target, StateBlock? origin, Scaling scaling, ReadOnlySpan<double> weights, ReadOnlySpan<StateBlock> terms)
    {
        var factors = stackalloc T[MaxTerms];
        var memory = stackalloc T*[MaxTerms];
        var count = Gather(weights, terms, 0, factors, memory);
        var from = origin is null ? null : Of(origin);
        if (count == 0)
            CopyOrClear(Of(target), from, target.Count);
        else if (scaling == Scaling.Step && Lanes > 1)
            CpuKernels<T>.CombineStepwise(Of(target), from, _steps, factors, memory, count, target.Count);
        else
            CpuKernels<T>.Combine(Of(target), from, scaling == Scaling.Step ? _step : T.One, factors, memory, count, target.Count);
    }

    public void CombineRows(StateBlock target, StateBlock origin, in RowRange rows, double step, ReadOnlySpan<double> weights, ReadOnlySpan<StateBlock> terms)
    {
        var features = target.Features;
        var factors = stackalloc T[MaxTerms];
        var memory = stackalloc T*[MaxTerms];
        var count = Gather(weights, terms, rows.Source * features, factors, memory);
        var to = Of(target) + rows.Target * features;
        var from = Of(origin) + rows.Source * features;
        if (count == 0)
            CopyOrClear(to, from, rows.Count * features);
        else
            CpuKernels<T>.Combine(to, from, T.CreateTruncating(step), factors, memory, count, rows.Count * features);
    }

    public void AddRows(StateBlock target, StateBlock source, in RowRange rows, double factor)
    {
        var features = target.Features;
        var to = Of(target) + rows.Target * features;
        var weight = T.CreateTruncating(factor);
        var from = Of(source) + rows.Source * features;
        CpuKernels<T>.Combine(to, to, T.One, &weight, &from, 1, rows.Count * features);
    }

    public void ErrorRatios(in ErrorTest test, ReadOnlySpan<double> weights, ReadOnlySpan<StateBlock> slopes, Span<double> ratios)
    {
        var factors = stackalloc T[MaxTerms];
        var memory = stackalloc T*[MaxTerms];
        var count = Gather(weights, slopes, 0, factors, memory);
        if (Lanes == 1)
        {
            ratios[0] = WholeRatio(new ErrorTerms<T>
            {
                Y = Of(test.Y),
                YNext = Of(test.YNext),
                Relative = Truncated(test.Tolerances.Relative),
                Absolute = Truncated(test.Tolerances.Absolute),
                Step = _step,
                Weights = factors,
                Slopes = memory,
                Count = count,
            });
            return;
        }
        CpuKernels<T>.CombineStepwise(_scratch, null, _steps, factors, memory, count, _layout.Count);
        CpuKernels<T>.Ratios(_scratch, _scratch, Of(test.Y), Of(test.YNext), Truncated(test.Tolerances.Relative), Truncated(test.Tolerances.Absolute), _layout.Count);
        ScratchNorms(ratios);
    }

    public void ScaledNorms(StateBlock value, StateBlock? minus, StateBlock y, in Tolerances tolerances, Span<double> norms)
    {
        if (minus is null)
            CopyOrClear(_scratch, Of(value), _layout.Count);
        else
        {
            var weight = -T.One;
            var term = Of(minus);
            CpuKernels<T>.Combine(_scratch, Of(value), T.One, &weight, &term, 1, _layout.Count);
        }
        CpuKernels<T>.Ratios(_scratch, _scratch, Of(y), Of(y), Truncated(tolerances.Relative), Truncated(tolerances.Absolute), _layout.Count);
        ScratchNorms(norms);
    }

    public void Norms(StateBlock value, Span<double> norms)
    {
        for (var lane = 0; lane < Lanes; lane++)
            norms[lane] = Rms(Of(value) + lane * LaneLength, LaneLength);
    }

    public void CopyLanes(StateBlock target, StateBlock source, ReadOnlySpan<bool> lanes)
    {
        for (var lane = 0; lane < Lanes; lane++)
            if (lanes[lane])
                CopyOrClear(Of(target) + lane * LaneLength, Of(source) + lane * LaneLength, LaneLength);
    }

    public void CopyRows(StateBlock target, StateBlock source, in RowRange rows)
        => CopyOrClear(Of(target) + rows.Target * target.Features, Of(source) + rows.Source * source.Features, rows.Count * target.Features);

    public void Fill(StateBlock target, double value) => FillRows(target, new RowRange(0, 0, target.Batch), value);

    public void FillRows(StateBlock target, in RowRange rows, double value)
        => new Span<T>(Of(target) + rows.Target * target.Features, rows.Count * target.Features).Fill(T.CreateTruncating(value));

    public double Dot(StateBlock a, StateBlock b, in RowRange rows)
        => CpuKernels<T>.Dot(Of(a) + rows.Source * a.Features, Of(b) + rows.Target * b.Features, rows.Count * a.Features);

    public void Dispose() { }

    /// <summary>Of a block that steps as one.</summary>
    private double WholeRatio(in ErrorTerms<T> terms)
    {
        if (_layout.Segments.IsEmpty)
            return Math.Sqrt(CpuKernels<T>.SumOfSquaredRatios(terms, 0, _layout.Count) / _layout.Count);
        var largest = 0.0;
        foreach (var segment in _layout.Segments)
            largest = Math.Max(largest, Math.Sqrt(CpuKernels<T>.SumOfSquaredRatios(terms, segment.Offset, segment.Length) / segment.Length));      // Max hands NaN on
        return largest;
    }

    private void ScratchNorms(Span<double> norms)
    {
        if (_layout.Segments.IsEmpty)
        {
            for (var lane = 0; lane < Lanes; lane++)
                norms[lane] = Rms(_scratch + lane * LaneLength, LaneLength);
            return;
        }
        norms[0] = 0;
        foreach (var segment in _layout.Segments)
            norms[0] = Math.Max(norms[0], Rms(_scratch + segment.Offset, segment.Length));      // Max hands NaN on
    }

    private static double Rms(T* value, int length) => Math.Sqrt(CpuKernels<T>.SumOfSquares(value, length) / length);

    private static int Gather(ReadOnlySpan<double> weights, ReadOnlySpan<StateBlock> terms, int offset, T* factors, T** memory)
    {
        var count = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] == 0)
                continue;
            factors[count] = T.CreateTruncating(weights[i]);
            memory[count++] = Of(terms[i]) + offset;
        }
        return count;
    }

    private static void CopyOrClear(T* target, T* source, int length)
    {
        if (source is null)
            new Span<T>(target, length).Clear();
        else if (source != target)
            new Span<T>(source, length).CopyTo(new Span<T>(target, length));
    }

    private static T* Of(StateBlock block) => (T*)block.Memory;
    private static T Truncated(double value) => T.CreateTruncating(value);
    /// <summary>Zeros on the pinned heap: an address that stays, memory the collector frees.</summary>
    private T* Pinned(int count)
    {
        var memory = GC.AllocateArray<T>(count, pinned: true);
        _owned.Add(memory);
        return (T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(memory));
    }
}
