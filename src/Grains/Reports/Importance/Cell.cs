using System.Collections.Immutable;
using System.Numerics;

namespace Orchestrator.Grains.Reports.Importance;

/// <summary>The part of one factor that a node of a tree covers: a stretch of [0, 1], or a set of levels as bits.</summary>
internal readonly record struct Cell(double Low, double High, ulong Levels)
{
    /// <summary>Share of the whole factor.</summary>
    public double Measure(Factor factor) => factor.IsRange ? High - Low : (double)BitOperations.PopCount(Levels) / factor.Levels.Length;

    public static Cell Whole(Factor factor) => factor.IsRange
        ? new(0, 1, 0)
        : new(0, 0, factor.Levels.Length == Factor.MostLevels ? ulong.MaxValue : (1UL << factor.Levels.Length) - 1);

    /// <summary>The side of a split that holds what is below the threshold, or the levels of the set.</summary>
    public Cell Left(Split split) => this with { High = Math.Min(High, split.Threshold), Levels = Levels & split.Levels };

    public Cell Right(Split split) => this with { Low = Math.Max(Low, split.Threshold), Levels = Levels & ~split.Levels };
}

/// <summary>A question of a tree: is the coordinate below the threshold (ranges), or the level in the set?</summary>
internal readonly record struct Split(int Factor, double Threshold, ulong Levels, double Gain)
{
    public bool GoesLeft(bool isRange, double coordinate) => isRange ? coordinate < Threshold : (Levels >> (int)coordinate & 1) == 1;
}

/// <summary>A constant piece of a tree's prediction.</summary>
/// <param name="Cells">One per factor.</param>
internal sealed record Leaf(double Value, ImmutableArray<Cell> Cells);

/// <summary>A regression tree. A trial without the key that a split asks about goes both ways, in the measures of the two sides.</summary>
internal abstract record TreeNode
{
    private TreeNode() { }

    public sealed record End(Leaf Leaf) : TreeNode;

    public sealed record Fork(Split Split, double LeftShare, TreeNode Left, TreeNode Right) : TreeNode;

    public double Predict(ImmutableArray<Factor> factors, double[] point) => this switch
    {
        End end => end.Leaf.Value,
        Fork fork => Predict(fork, factors, point),
        _ => throw new InvalidOperationException("A node is an end or a fork."),
    };

    public IEnumerable<Leaf> Leaves() => this switch
    {
        End end => [end.Leaf],
        Fork fork => fork.Left.Leaves().Concat(fork.Right.Leaves()),
        _ => [],
    };

    private static double Predict(Fork fork, ImmutableArray<Factor> factors, double[] point)
    {
        var coordinate = point[fork.Split.Factor];
        if (double.IsNaN(coordinate))
            return (fork.LeftShare * fork.Left.Predict(factors, point)) + ((1 - fork.LeftShare) * fork.Right.Predict(factors, point));
        return (fork.Split.GoesLeft(factors[fork.Split.Factor].IsRange, coordinate) ? fork.Left : fork.Right).Predict(factors, point);
    }
}
