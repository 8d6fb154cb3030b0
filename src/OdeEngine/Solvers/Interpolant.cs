using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Orchestrator.OdeEngine.Solvers;

/// <summary>
/// Dense output within a step: y(t + θ·dt) = y + dt·Σ b[i](θ)·k[i], with b[i](θ) = Σ Coefficients[i][p]·θ^(p+1).
/// One row per slope of the step, the slope at its end last.
/// </summary>
internal sealed class Interpolant
{
    /// <summary>Published coefficients have about 16 digits and reach 120 in size.</summary>
    private const double RoundingAllowed = 1e-11;

    /// <summary>[degree, slopes]: neighbours are weighed at the same time.</summary>
    private readonly double[] _coefficients;
    private readonly int _slopes;

    private Interpolant(string name, int order, ImmutableArray<ImmutableArray<double>> coefficients)
    {
        Name = name;
        Order = order;
        Degree = coefficients.Max(row => row.Length);
        UsesLastSlope = coefficients[^1].Any(c => c != 0);
        _slopes = coefficients.Length;
        _coefficients = new double[Degree * _slopes];
        for (var slope = 0; slope < _slopes; slope++)
            for (var p = 0; p < coefficients[slope].Length; p++)
                _coefficients[(p * _slopes) + slope] = coefficients[slope][p];
    }

    public string Name { get; }
    /// <summary>Its error over one step is of the order dt^(Order+1).</summary>
    public int Order { get; }
    /// <summary>Highest power of θ.</summary>
    public int Degree { get; }
    public bool UsesLastSlope { get; }

    /// <summary>Weight of slope <paramref name="slope"/> in the coefficient of θ^power, power from 1.</summary>
    public double Coefficient(int slope, int power) => power <= Degree ? _coefficients[((power - 1) * _slopes) + slope] : 0;

    /// <summary>Weights of all slopes at θ.</summary>
    public void WeightsAt(double theta, Span<double> weights)
    {
        ref var coefficients = ref MemoryMarshal.GetArrayDataReference(_coefficients);
        ref var into = ref MemoryMarshal.GetReference(weights[.._slopes]);
        var i = 0;
        for (; i + Vector256<double>.Count <= _slopes; i += Vector256<double>.Count)
        {
            var value = Vector256<double>.Zero;
            for (var p = Degree - 1; p >= 0; p--)
                value = (value + Vector256.LoadUnsafe(ref coefficients, (nuint)((p * _slopes) + i))) * theta;
            value.StoreUnsafe(ref into, (nuint)i);
        }
        for (; i < _slopes; i++)
        {
            var value = 0.0;
            for (var p = Degree - 1; p >= 0; p--)
                value = (value + Unsafe.Add(ref coefficients, (p * _slopes) + i)) * theta;
            Unsafe.Add(ref into, i) = value;
        }
    }

    /// <summary>
    /// A method's own continuous extension. Published coefficients are rounded; the highest power takes up what is missing to the weights of
    /// the step itself, so that the interpolant joins the step to the last bits.
    /// </summary>
    /// <param name="order">See <see cref="Order"/>.</param>
    /// <param name="end">Weights of y at the end of the step, one per row.</param>
    /// <param name="coefficients">By slope, from θ up.</param>
    /// <exception cref="ArgumentException">A row does not sum to its weight: a wrong digit, not rounding.</exception>
    public static Interpolant Own(int order, ReadOnlySpan<double> end, ImmutableArray<ImmutableArray<double>> coefficients)
    {
        var joined = ImmutableArray.CreateBuilder<ImmutableArray<double>>(coefficients.Length);
        for (var i = 0; i < coefficients.Length; i++)
        {
            var missing = end[i] - coefficients[i].Sum();
            if (Math.Abs(missing) > RoundingAllowed)
                throw new ArgumentException($"Row {i} of a dense output sums to {coefficients[i].Sum():R} but the step has weight {end[i]:R}; they must agree.");
            joined.Add(coefficients[i].SetItem(coefficients[i].Length - 1, coefficients[i][^1] + missing));
        }
        return new("own", order, joined.MoveToImmutable());
    }

    /// <summary>
    /// Cubic Hermite through both ends and their slopes, for a step whose solution weights are <paramref name="b"/> and whose first slope is
    /// slope 0 and last slope (at the end, weight 0 in b) the last.
    /// </summary>
    /// <remarks>Hairer, Nørsett &amp; Wanner I, II.6, eq. 6.7, with y1 − y0 = dt·Σ b·k inserted.</remarks>
    public static Interpolant Hermite(ReadOnlySpan<double> b)
    {
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<double>>(b.Length);
        for (var i = 0; i < b.Length; i++)
        {
            // θ²(3 − 2θ)·b[i], plus θ(1 − θ)² for the first slope and θ²(θ − 1) for the last.
            double[] row = [0, 3 * b[i], -2 * b[i]];
            if (i == 0)
                (row[0], row[1], row[2]) = (row[0] + 1, row[1] - 2, row[2] + 1);
            if (i == b.Length - 1)
                (row[1], row[2]) = (row[1] - 1, row[2] + 1);
            rows.Add([.. row]);
        }
        return new("cubic Hermite", 3, rows.MoveToImmutable());
    }
}
