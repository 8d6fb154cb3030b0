using System.Numerics.Tensors;

namespace Orchestrator.Grains.Decisions.Search.Gp;

/// <summary>Matérn's correlation of smoothness 5/2: (1 + s + s²/3)·exp(−s) with s = √5·r.</summary>
/// <remarks>Rasmussen, Williams, "Gaussian Processes for Machine Learning" (2006), equation 4.17.</remarks>
internal static class Matern
{
    /// <param name="squares">Squared distances r².</param>
    /// <param name="correlations">Receives one value per distance.</param>
    /// <param name="slopes">Receives the derivative by r²: −5/6·(1 + s)·exp(−s), finite at 0 too.</param>
    public static void Fill(ReadOnlySpan<double> squares, Span<double> correlations, Span<double> slopes)
    {
        TensorPrimitives.Multiply(squares, 5, correlations);
        TensorPrimitives.Sqrt(correlations, correlations);                    // s
        TensorPrimitives.Negate(correlations, slopes);
        TensorPrimitives.Exp(slopes, slopes);                                  // exp(−s)
        for (var index = 0; index < squares.Length; index++)
        {
            var (s, decay) = (correlations[index], slopes[index]);
            correlations[index] = (1 + s + s * s / 3) * decay;
            slopes[index] = -5.0 / 6 * (1 + s) * decay;
        }
    }
}
