using Orchestrator.Grains.Decisions.Search.Gp;

namespace Orchestrator.Grains.Tests.Search.Gp;

public sealed class CholeskyTests
{
    private const int Size = 7;

    /// <summary>Row-major, positive definite.</summary>
    private static double[] Matrix()
    {
        var matrix = new double[Size * Size];
        for (var row = 0; row < Size; row++)
            for (var column = 0; column < Size; column++) matrix[row * Size + column] = Math.Exp(-0.3 * Math.Abs(row - column)) + (row == column ? 0.1 * row : 0);
        return matrix;
    }

    private static double[] Factor()
    {
        var factor = Matrix();
        Assert.True(Cholesky.Factor(factor, Size, Size));
        return factor;
    }

    [Fact]
    public void The_factor_times_its_transpose_is_the_matrix()
    {
        var (matrix, factor) = (Matrix(), Factor());
        for (var row = 0; row < Size; row++)
            for (var column = 0; column <= row; column++)
                Assert.Equal(matrix[row * Size + column], Enumerable.Range(0, column + 1).Sum(k => factor[row * Size + k] * factor[column * Size + k]), 1e-14);
    }

    [Fact]
    public void A_row_appended_gives_the_factor_of_the_larger_matrix()
    {
        var (whole, grown) = (Factor(), Matrix());
        Assert.True(Cholesky.Factor(grown, Size, Size - 1));
        Assert.True(Cholesky.AppendRow(grown, Size, Size - 1));
        for (var row = 0; row < Size; row++) Assert.Equal(whole[(row * Size)..(row * Size + row + 1)], grown[(row * Size)..(row * Size + row + 1)]);
    }

    [Fact]
    public void Solving_and_inverting_undo_the_matrix()
    {
        var (matrix, factor) = (Matrix(), Factor());
        double[] x = [3, -1, 4, 1, -5, 9, 2];
        double[] b = [.. Enumerable.Range(0, Size).Select(row => Enumerable.Range(0, Size).Sum(column => matrix[row * Size + column] * x[column]))];
        var inverse = new double[Size * Size];
        Cholesky.Invert(factor, Size, new double[Size * Size], inverse);
        for (var row = 0; row < Size; row++)
            Assert.Equal(x[row], Enumerable.Range(0, Size).Sum(column => inverse[Math.Max(row, column) * Size + Math.Min(row, column)] * b[column]), 1e-11);
        Cholesky.SolveLower(factor, Size, b);
        Cholesky.SolveUpper(factor, Size, b);
        for (var row = 0; row < Size; row++) Assert.Equal(x[row], b[row], 1e-11);
    }

    [Fact]
    public void A_matrix_that_is_not_positive_definite_is_told()
    {
        double[] twice = [1, 1, 1, 1];
        Assert.False(Cholesky.Factor(twice, 2, 2));
    }
}
