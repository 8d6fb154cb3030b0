using System.Collections.Immutable;

namespace Orchestrator.OdeEngine.Solvers;

/// <summary>
/// Coefficients of an explicit Runge–Kutta method with s stages: A strictly lower triangular (row i has i entries), B and C of length s,
/// BError of length s (the error estimate is dt·Σ BError[i]·k[i]) or empty. Order is the order of the solution, ErrorOrder that of the
/// estimate's lower-order partner (0 without one).
/// </summary>
/// <remarks>Hairer, Nørsett &amp; Wanner, Solving Ordinary Differential Equations I, II.1 and II.4.</remarks>
public sealed record ButcherTableau(
    string Name,
    int Order,
    int ErrorOrder,
    ImmutableArray<ImmutableArray<double>> A,
    ImmutableArray<double> B,
    ImmutableArray<double> BError,
    ImmutableArray<double> C)
{
    /// <summary>Published coefficients are rounded to about 16 digits and reach 50 in size.</summary>
    private const double RoundingAllowed = 1e-12;

    public int Stages => B.Length;
    public bool HasErrorEstimate => !BError.IsEmpty;
    /// <summary>True if the last stage is f at the end of the step, so that it is the first one of the next step.</summary>
    public bool IsFirstSameAsLast => C[^1] == 1 && B[^1] == 0 && A[^1].AsSpan().SequenceEqual(B.AsSpan()[..^1]);

    /// <summary>Largest s up to which |R(−s)| ≤ 1 throughout, R the method's stability function: longer steps blow up what should decay.</summary>
    /// <remarks>Hairer &amp; Wanner II, IV.2: R(z) = 1 + z·Σ b[i]·g[i], g[i] = 1 + z·Σ a[i][j]·g[j].</remarks>
    public double RealStabilityLimit
    {
        get
        {
            const double Resolution = 1e-3;
            var count = 1;
            while (Math.Abs(Amplification(-count * Resolution)) <= 1 + RoundingAllowed)
                count++;
            return (count - 1) * Resolution;
        }
    }

    /// <summary>This tableau, if its coefficients can belong to a method at all.</summary>
    /// <exception cref="ArgumentException">A sum is not what every consistent method has; the message names it.</exception>
    public ButcherTableau Checked()
    {
        if (A.Length != Stages || C.Length != Stages || (HasErrorEstimate && BError.Length != Stages))
            throw new ArgumentException($"{Name}: A has {A.Length} rows, B {Stages}, C {C.Length} and BError {BError.Length} entries; all must be {Stages} (BError may be empty).");
        for (var i = 0; i < Stages; i++)
        {
            if (A[i].Length != i)
                throw new ArgumentException($"{Name}: row {i} of A has {A[i].Length} entries; an explicit method has {i}.");
            if (Math.Abs(A[i].Sum() - C[i]) > RoundingAllowed)
                throw new ArgumentException($"{Name}: row {i} of A sums to {A[i].Sum():R} but C[{i}] = {C[i]:R}; they must be equal.");
        }
        if (Math.Abs(B.Sum() - 1) > RoundingAllowed)
            throw new ArgumentException($"{Name}: B sums to {B.Sum():R}, must be 1.");
        if (HasErrorEstimate && Math.Abs(BError.Sum()) > RoundingAllowed)
            throw new ArgumentException($"{Name}: BError sums to {BError.Sum():R}, must be 0.");
        if (HasErrorEstimate != ErrorOrder > 0)
            throw new ArgumentException($"{Name}: ErrorOrder is {ErrorOrder} and BError has {BError.Length} entries; a method has both or neither.");
        return this;
    }

    private double Amplification(double z)
    {
        Span<double> stages = stackalloc double[Stages];
        var result = 1.0;
        for (var i = 0; i < Stages; i++)
        {
            stages[i] = 1;
            for (var j = 0; j < i; j++)
                stages[i] += z * A[i][j] * stages[j];
            result += z * B[i] * stages[i];
        }
        return result;
    }
}
