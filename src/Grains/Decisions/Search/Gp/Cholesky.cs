using System.Numerics.Tensors;

namespace Orchestrator.Grains.Decisions.Search.Gp;

/// <summary>The factor L of a symmetric matrix A = L·Lᵀ, row by row, so that rows can be added to a finished factor.</summary>
/// <remarks>Matrices are row-major with a stride; only the lower triangle is read or written. Every inner loop is a dot product of contiguous numbers.</remarks>
internal static class Cholesky
{
    /// <summary>Turns row <paramref name="row"/> of A into that of L; the rows above are done. False: the matrix is not positive definite in these numbers.</summary>
    public static bool AppendRow(Span<double> matrix, int stride, int row)
    {
        var current = matrix.Slice(row * stride, row + 1);
        SolveLower(matrix, stride, current[..row]);
        var left = current[row] - TensorPrimitives.Dot<double>(current[..row], current[..row]);
        current[row] = Math.Sqrt(left);
        return left > 0 && double.IsFinite(left);
    }

    /// <summary>All of the first <paramref name="size"/> rows.</summary>
    public static bool Factor(Span<double> matrix, int stride, int size)
    {
        for (var row = 0; row < size; row++)
            if (!AppendRow(matrix, stride, row)) return false;
        return true;
    }

    /// <summary>L⁻¹·b in place, for as many rows as b has.</summary>
    public static void SolveLower(ReadOnlySpan<double> factor, int stride, Span<double> b)
    {
        for (var row = 0; row < b.Length; row++)
        {
            var line = factor.Slice(row * stride, row + 1);
            b[row] = (b[row] - TensorPrimitives.Dot(line[..row], b[..row])) / line[row];
        }
    }

    /// <summary>L⁻ᵀ·b in place.</summary>
    public static void SolveUpper(ReadOnlySpan<double> factor, int stride, Span<double> b)
    {
        for (var row = b.Length - 1; row >= 0; row--)
        {
            var line = factor.Slice(row * stride, row + 1);
            b[row] /= line[row];
            TensorPrimitives.MultiplyAdd(line[..row], -b[row], b[..row], b[..row]);
        }
    }

    /// <summary>The lower triangle of A⁻¹.</summary>
    /// <param name="transposed">Scratch of the same shape: L⁻ᵀ.</param>
    public static void Invert(ReadOnlySpan<double> factor, int size, Span<double> transposed, Span<double> inverse)
    {
        for (var column = 0; column < size; column++)
        {
            var line = transposed.Slice(column * size, size);
            line[column] = 1 / factor[column * size + column];
            for (var row = column + 1; row < size; row++)
                line[row] = -TensorPrimitives.Dot(factor[(row * size + column)..(row * size + row)], line[column..row]) / factor[row * size + row];
        }
        for (var row = 0; row < size; row++)
            for (var column = 0; column <= row; column++)
                inverse[row * size + column] = TensorPrimitives.Dot<double>(transposed.Slice(row * size + row, size - row), transposed.Slice(column * size + row, size - row));
    }
}
