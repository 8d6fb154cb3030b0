using System.Collections.Immutable;
using Orchestrator.OdeEngine.Problems;

namespace Orchestrator.OdeEngine.Arithmetic;

/// <summary>What the sum of a combination is multiplied with.</summary>
internal enum Scaling
{
    /// <summary>Nothing.</summary>
    One,
    /// <summary>The step last given to <see cref="IStateArithmetic.SetSteps"/>: one for all, or one per sample.</summary>
    Step,
}

/// <summary>
/// All that knows where states live. A "lane" is what steps on its own: the whole block, or one sample (row) of it.
/// One instance serves blocks of one shape, dtype and device.
/// </summary>
internal interface IStateArithmetic : IDisposable
{
    /// <summary>Lanes of the blocks: 1, or the batch size.</summary>
    int Lanes { get; }

    /// <summary>Signed step per lane, for the combinations that follow.</summary>
    void SetSteps(ReadOnlySpan<double> steps);

    /// <summary>
    /// target ← origin + scale · Σ weights[i]·terms[i], in one pass; origin null counts as zero, terms of weight zero are not read.
    /// Target may be origin or one of the terms.
    /// </summary>
    void Combine(StateBlock target, StateBlock? origin, Scaling scaling, ReadOnlySpan<double> weights, ReadOnlySpan<StateBlock> terms);

    /// <summary>
    /// The same on rows only: target rows from <paramref name="rows"/>.Target on ← origin rows from rows.Source on + step · Σ weights[i]·terms[i] rows.
    /// </summary>
    void CombineRows(StateBlock target, StateBlock origin, in RowRange rows, double step, ReadOnlySpan<double> weights, ReadOnlySpan<StateBlock> terms);

    /// <summary>target rows += factor · source rows (which rows: Target and Source of <paramref name="rows"/>).</summary>
    void AddRows(StateBlock target, StateBlock source, in RowRange rows, double factor);

    /// <summary>
    /// Per lane: RMS of (step · Σ weights[i]·slopes[i]) / (atol + rtol·max(|y|, |yNext|)), the largest over the norm's segments.
    /// NaN or infinity wherever a value is not finite. The only read from the device in a step.
    /// </summary>
    void ErrorRatios(in ErrorTest test, ReadOnlySpan<double> weights, ReadOnlySpan<StateBlock> slopes, Span<double> ratios);

    /// <summary>Per lane: RMS of (value − minus) / (atol + rtol·|y|), the largest over the norm's segments; minus null counts as zero.</summary>
    void ScaledNorms(StateBlock value, StateBlock? minus, StateBlock y, in Tolerances tolerances, Span<double> norms);

    /// <summary>Per lane: plain RMS; not finite if any value is not.</summary>
    void Norms(StateBlock value, Span<double> norms);

    /// <summary>target ← source on the lanes that are true.</summary>
    void CopyLanes(StateBlock target, StateBlock source, ReadOnlySpan<bool> lanes);

    /// <summary>target ← source, all of it. Shapes [rows, features]; source may have more or fewer rows, see <paramref name="rows"/>.</summary>
    void CopyRows(StateBlock target, StateBlock source, in RowRange rows);

    void Fill(StateBlock target, double value);

    /// <summary>Rows from Target on ← value.</summary>
    void FillRows(StateBlock target, in RowRange rows, double value);

    /// <summary>Σ of a·b over the given rows of a (Source) and b (Target).</summary>
    double Dot(StateBlock a, StateBlock b, in RowRange rows);
}

/// <summary>Count rows, starting at row Source of what is read and at row Target of what is written.</summary>
internal readonly record struct RowRange(int Source, int Target, int Count);

internal readonly record struct Tolerances(double Relative, double Absolute);

/// <summary>The two states and the tolerances of an error test.</summary>
internal readonly record struct ErrorTest(StateBlock Y, StateBlock YNext, Tolerances Tolerances);

/// <summary>Part of a flat state with an RMS norm of its own.</summary>
internal readonly record struct NormSegment(int Offset, int Length);

/// <summary>What an arithmetic is made for: shape, whether samples step on their own, and parts of the norm (empty: the whole).</summary>
internal sealed record ArithmeticLayout(int Batch, int Features, int Lanes)
{
    public ImmutableArray<NormSegment> Segments { get; init; } = [];
    public int Count => Batch * Features;
}
