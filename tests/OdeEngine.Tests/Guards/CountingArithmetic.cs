using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Problems;

namespace Orchestrator.OdeEngine.Tests.Guards;

/// <summary>Passes on to another arithmetic and counts operations over whole states, and those over some rows of them apart.</summary>
internal sealed class CountingArithmetic(IStateArithmetic inner) : IStateArithmetic
{
    public int Lanes => inner.Lanes;
    /// <summary>Stage combinations.</summary>
    public long Combinations { get; private set; }
    /// <summary>Norms and error tests: each is one read from the device.</summary>
    public long Norms { get; private set; }
    /// <summary>Copies, fills and combinations of rows: outputs, and what gradients add.</summary>
    public long Others { get; private set; }

    public void SetSteps(ReadOnlySpan<double> steps) => inner.SetSteps(steps);

    public void Combine(StateBlock target, StateBlock? origin, Scaling scaling, ReadOnlySpan<double> weights, ReadOnlySpan<StateBlock> terms)
    {
        Combinations++;
        inner.Combine(target, origin, scaling, weights, terms);
    }

    public void ErrorRatios(in ErrorTest test, ReadOnlySpan<double> weights, ReadOnlySpan<StateBlock> slopes, Span<double> ratios)
    {
        Norms++;
        inner.ErrorRatios(test, weights, slopes, ratios);
    }

    public void ScaledNorms(StateBlock value, StateBlock? minus, StateBlock y, in Tolerances tolerances, Span<double> norms)
    {
        Norms++;
        inner.ScaledNorms(value, minus, y, tolerances, norms);
    }

    void IStateArithmetic.Norms(StateBlock value, Span<double> norms)
    {
        Norms++;
        inner.Norms(value, norms);
    }

    public void CombineRows(StateBlock target, StateBlock origin, in RowRange rows, double step, ReadOnlySpan<double> weights, ReadOnlySpan<StateBlock> terms)
    {
        Others++;
        inner.CombineRows(target, origin, rows, step, weights, terms);
    }

    public void AddRows(StateBlock target, StateBlock source, in RowRange rows, double factor)
    {
        Others++;
        inner.AddRows(target, source, rows, factor);
    }

    public void CopyLanes(StateBlock target, StateBlock source, ReadOnlySpan<bool> lanes)
    {
        Others++;
        inner.CopyLanes(target, source, lanes);
    }

    public void CopyRows(StateBlock target, StateBlock source, in RowRange rows)
    {
        Others++;
        inner.CopyRows(target, source, rows);
    }

    public void Fill(StateBlock target, double value)
    {
        Others++;
        inner.Fill(target, value);
    }

    public void FillRows(StateBlock target, in RowRange rows, double value)
    {
        Others++;
        inner.FillRows(target, rows, value);
    }

    public double Dot(StateBlock a, StateBlock b, in RowRange rows)
    {
        Others++;
        return inner.Dot(a, b, rows);
    }

    public void Dispose() => inner.Dispose();
}
