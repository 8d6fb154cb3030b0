using System.Collections.Immutable;

namespace Orchestrator.Grains.Reports.Importance;

/// <summary>Takes the variance of one tree's prediction over the space apart: what each factor explains alone, and each two together.</summary>
/// <remarks>
/// Functional ANOVA with exact marginals over the leaves: Hutter, Hoos, Leyton-Brown, "An efficient approach for assessing hyperparameter
/// importance", ICML 2014, equations 4 to 6. The marginal of a factor is constant between the tree's thresholds, so sums over those pieces are integrals.
/// </remarks>
internal sealed class TreeVariance
{
    private readonly ImmutableArray<Leaf> _leaves;
    private readonly Axis[] _axes;
    private readonly double[][] _measures;
    private readonly double _mean;
    private readonly double[][] _marginals;

    public TreeVariance(ImmutableArray<Factor> factors, TreeNode tree)
    {
        _leaves = [.. tree.Leaves()];
        _axes = [.. factors.Select((factor, f) => Axis.Of(factor, [.. _leaves.Select(leaf => leaf.Cells[f])]))];
        _measures = [.. _leaves.Select(leaf => factors.Select((factor, f) => leaf.Cells[f].Measure(factor)).ToArray())];
        _mean = _leaves.Select((leaf, l) => leaf.Value * Product(_measures[l])).Sum();
        Total = _leaves.Select((leaf, l) => Product(_measures[l]) * (leaf.Value - _mean) * (leaf.Value - _mean)).Sum();
        _marginals = [.. factors.Select((_, f) => Marginal(f))];
    }

    public double Total { get; }

    public double Alone(int factor) => _axes[factor].Pieces.Select((measure, piece) => measure * Square(_marginals[factor][piece] - _mean)).Sum();

    public double Together(int first, int second)
    {
        var (rows, columns) = (_axes[first], _axes[second]);
        // Every leaf is a few rectangles of the grid: add at their corners, then sum up once.
        var grid = new double[rows.Pieces.Length + 1, columns.Pieces.Length + 1];
        for (var l = 0; l < _leaves.Length; l++)
        {
            var height = _leaves[l].Value * Product(_measures[l], first, second);
            foreach (var row in rows.Runs(_leaves[l].Cells[first]))
                foreach (var column in columns.Runs(_leaves[l].Cells[second]))
                {
                    grid[row.Start, column.Start] += height;
                    grid[row.End, column.End] += height;
                    grid[row.Start, column.End] -= height;
                    grid[row.End, column.Start] -= height;
                }
        }

        var sum = 0.0;
        for (var r = 0; r < rows.Pieces.Length; r++)
            for (var c = 0; c < columns.Pieces.Length; c++)
            {
                grid[r, c] += (r > 0 ? grid[r - 1, c] : 0) + (c > 0 ? grid[r, c - 1] : 0) - (r > 0 && c > 0 ? grid[r - 1, c - 1] : 0);
                sum += rows.Pieces[r] * columns.Pieces[c] * Square(grid[r, c] - _marginals[first][r] - _marginals[second][c] + _mean);
            }

        return sum;
    }

    private double[] Marginal(int factor)
    {
        var marginal = new double[_axes[factor].Pieces.Length];
        for (var l = 0; l < _leaves.Length; l++)
        {
            var height = _leaves[l].Value * Product(_measures[l], factor, factor);
            foreach (var run in _axes[factor].Runs(_leaves[l].Cells[factor]))
                for (var piece = run.Start; piece < run.End; piece++) marginal[piece] += height;
        }

        return marginal;
    }

    private static double Product(double[] measures, int without = -1, int alsoWithout = -1)
    {
        var product = 1.0;
        for (var f = 0; f < measures.Length; f++)
            if (f != without && f != alsoWithout) product *= measures[f];
        return product;
    }

    private static double Square(double value) => value * value;

    /// <summary>A factor cut where the tree cuts it.</summary>
    /// <param name="Cuts">Ends of the pieces of a range, ascending; empty for levels.</param>
    /// <param name="Pieces">Measures of the pieces.</param>
    private sealed record Axis(double[] Cuts, double[] Pieces)
    {
        public static Axis Of(Factor factor, IReadOnlyCollection<Cell> cells)
        {
            if (!factor.IsRange) return new([], [.. Enumerable.Repeat(1.0 / factor.Levels.Length, factor.Levels.Length)]);
            double[] cuts = [.. cells.SelectMany(cell => (double[])[cell.Low, cell.High]).Distinct().Order()];
            return new(cuts, [.. cuts.Zip(cuts.Skip(1), (low, high) => high - low)]);
        }

        public IEnumerable<Run> Runs(Cell cell)
        {
            if (Cuts.Length > 0)
            {
                yield return new(Array.BinarySearch(Cuts, cell.Low), Array.BinarySearch(Cuts, cell.High));
                yield break;
            }

            for (var level = 0; level < Pieces.Length; level++)
            {
                if ((cell.Levels >> level & 1) == 0) continue;
                var start = level;
                while (level + 1 < Pieces.Length && (cell.Levels >> (level + 1) & 1) == 1) level++;
                yield return new(start, level + 1);
            }
        }
    }

    private readonly record struct Run(int Start, int End);
}
