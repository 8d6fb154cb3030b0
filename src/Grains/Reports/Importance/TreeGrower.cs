using System.Collections.Immutable;

namespace Orchestrator.Grains.Reports.Importance;

/// <summary>Grows regression trees on one set of trials: each split takes off the most squared error.</summary>
/// <remarks>
/// CART (Breiman et al. 1984): levels without order are split in the order of their means, which is optimal for squared error. Missing coordinates
/// after C4.5 (Quinlan 1993): a split is judged by the trials that have the key, the others go both ways with weights.
/// </remarks>
internal sealed class TreeGrower
{
    private readonly ImmutableArray<Factor> _factors;
    private readonly double[][] _points;
    private readonly double[] _values;
    private readonly double _fewest;
    private readonly int[][] _sorted;

    /// <param name="points">[trial][factor]; NaN where the key does not exist.</param>
    /// <param name="fewest">Weight that either side of a split must hold.</param>
    public TreeGrower(ImmutableArray<Factor> factors, double[][] points, double[] values, double fewest)
    {
        (_factors, _points, _values, _fewest) = (factors, points, values, fewest);
        // Sorted once; nodes keep the order.
        _sorted = [.. factors.Select((factor, f) => factor.IsRange
            ? Enumerable.Range(0, points.Length).Where(i => !double.IsNaN(points[i][f])).OrderBy(i => points[i][f]).ToArray()
            : [])];
    }

    /// <param name="weights">One per trial; zero leaves it out.</param>
    public TreeNode Grow(double[] weights)
    {
        var members = Enumerable.Range(0, weights.Length).Where(i => weights[i] > 0).ToArray();
        var sorted = _sorted.Select(order => order.Where(i => weights[i] > 0).ToArray()).ToArray();
        return Grow(new Node(members, sorted, weights), [.. _factors.Select(Cell.Whole)]);
    }

    private sealed record Node(int[] Members, int[][] Sorted, double[] Weights);

    private TreeNode Grow(Node node, ImmutableArray<Cell> cells)
    {
        var (weight, sum) = (0.0, 0.0);
        foreach (var i in node.Members)
        {
            weight += node.Weights[i];
            sum += node.Weights[i] * _values[i];
        }

        var mean = sum / weight;
        if (weight < 2 * _fewest || Best(node, mean) is not { Gain: > 0 } split) return new TreeNode.End(new Leaf(mean, cells));
        var cell = cells[split.Factor];
        var (left, right) = (cell.Left(split), cell.Right(split));
        var measure = left.Measure(_factors[split.Factor]);
        var share = measure / (measure + right.Measure(_factors[split.Factor]));
        return new TreeNode.Fork(
            split, share,
            Grow(Child(node, split, share, toLeft: true), cells.SetItem(split.Factor, left)),
            Grow(Child(node, split, share, toLeft: false), cells.SetItem(split.Factor, right)));
    }

    private Node Child(Node node, Split split, double share, bool toLeft)
    {
        var weights = new double[node.Weights.Length];
        var isRange = _factors[split.Factor].IsRange;
        foreach (var i in node.Members)
        {
            var coordinate = _points[i][split.Factor];
            weights[i] = double.IsNaN(coordinate) ? node.Weights[i] * (toLeft ? share : 1 - share)
                : split.GoesLeft(isRange, coordinate) == toLeft ? node.Weights[i] : 0;
        }

        return new([.. node.Members.Where(i => weights[i] > 0)], [.. node.Sorted.Select(order => order.Where(i => weights[i] > 0).ToArray())], weights);
    }

    private Split Best(Node node, double mean)
    {
        var best = default(Split);
        var error = node.Members.Sum(i => node.Weights[i] * (_values[i] - mean) * (_values[i] - mean));
        for (var factor = 0; factor < _factors.Length; factor++)
        {
            var found = _factors[factor].IsRange ? OfRange(node, factor) : OfLevels(node, factor);
            if (found.Gain > best.Gain) best = found;
        }

        // What rounding alone could gain is no split.
        return best.Gain > 1e-12 * error ? best : default;
    }

    private Split OfRange(Node node, int factor)
    {
        var order = node.Sorted[factor];
        var all = default(Side);
        foreach (var i in order) all = all.With(node.Weights[i], _values[i]);
        var (left, best) = (default(Side), default(Split));
        for (var at = 0; at + 1 < order.Length; at++)
        {
            left = left.With(node.Weights[order[at]], _values[order[at]]);
            var (here, next) = (_points[order[at]][factor], _points[order[at + 1]][factor]);
            if (here == next) continue;
            var gain = Gain(left, all);
            if (gain > best.Gain) best = new(factor, (here + next) / 2, 0, gain);
        }

        return best;
    }

    private Split OfLevels(Node node, int factor)
    {
        var sides = new Side[_factors[factor].Levels.Length];
        var all = default(Side);
        foreach (var i in node.Members)
        {
            if (double.IsNaN(_points[i][factor])) continue;
            var level = (int)_points[i][factor];
            sides[level] = sides[level].With(node.Weights[i], _values[i]);
            all = all.With(node.Weights[i], _values[i]);
        }

        var present = Enumerable.Range(0, sides.Length).Where(level => sides[level].Weight > 0);
        var order = (_factors[factor].Ordered ? present : present.OrderBy(level => sides[level].Sum / sides[level].Weight).ThenBy(level => level)).ToArray();
        var (left, set, best) = (default(Side), 0UL, default(Split));
        foreach (var level in order.SkipLast(1))
        {
            left = new(left.Weight + sides[level].Weight, left.Sum + sides[level].Sum);
            set |= 1UL << level;
            var gain = Gain(left, all);
            if (gain > best.Gain) best = new(factor, 0, set, gain);
        }

        return best;
    }

    private double Gain(Side left, Side all)
    {
        var right = new Side(all.Weight - left.Weight, all.Sum - left.Sum);
        if (left.Weight < _fewest || right.Weight < _fewest) return 0;
        var apart = (left.Sum / left.Weight) - (right.Sum / right.Weight);
        return left.Weight * right.Weight / all.Weight * apart * apart;
    }

    private readonly record struct Side(double Weight, double Sum)
    {
        public Side With(double weight, double value) => new(Weight + weight, Sum + (weight * value));
    }
}
