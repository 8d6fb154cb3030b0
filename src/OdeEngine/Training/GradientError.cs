using Orchestrator.OdeEngine.Problems;

namespace Orchestrator.OdeEngine.Training;

/// <summary>What an audit found of the gradient of one iteration.</summary>
/// <param name="Relative">‖g − g_ref‖ / ‖g_ref‖ over all parameters, Euclidean norm. NaN: the reference could not be computed, or the gradient is not finite.</param>
/// <param name="Cosine">Of the angle between the two; NaN also where one of them is zero.</param>
/// <param name="Status">How the reference's solve ended.</param>
/// <param name="Evaluations">What the reference cost. It is in no count of the training.</param>
internal readonly record struct GradientError(double Relative, double Cosine, SolveStatus Status, FunctionEvaluations Evaluations)
{
    /// <summary>Compares a gradient with its reference, parameter by parameter.</summary>
    public static GradientError Of(ReadOnlySpan<double> gradient, ReadOnlySpan<double> reference, FunctionEvaluations evaluations)
    {
        var (difference, own, other, product) = (0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < reference.Length; i++)
        {
            var (g, r) = (gradient[i], reference[i]);
            difference += (g - r) * (g - r);
            own += g * g;
            other += r * r;
            product += g * r;
        }
        // A gradient of zero may be right: at a stationary point, or where nothing depends on the parameters.
        var relative = difference == 0 ? 0 : Math.Sqrt(difference) / Math.Sqrt(other);
        return new GradientError(relative, product / (Math.Sqrt(own) * Math.Sqrt(other)), SolveStatus.Ok, evaluations);
    }
}
