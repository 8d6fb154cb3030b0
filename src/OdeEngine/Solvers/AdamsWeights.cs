namespace Orchestrator.OdeEngine.Solvers;

/// <summary>Weights of Adams formulas on any nodes, even or not.</summary>
/// <remarks>Hairer, Nørsett &amp; Wanner I, III.1 and III.5: the slope is replaced by the polynomial through known slopes and integrated over the step.</remarks>
internal static class AdamsWeights
{
    /// <summary>w with ∫ p(s) ds over [0, 1] = Σ w[j]·p(nodes[j]) for every polynomial of degree below nodes.Length.</summary>
    /// <param name="nodes">Distinct places of the known slopes in units of the step, 0 = its start.</param>
    public static double[] On(ReadOnlySpan<double> nodes)
    {
        var weights = new double[nodes.Length];
        Span<double> polynomial = stackalloc double[nodes.Length];
        for (var j = 0; j < nodes.Length; j++)
        {
            Lagrange(nodes, j, polynomial);
            for (var p = 0; p < nodes.Length; p++)
                weights[j] += polynomial[p] / (p + 1);
        }
        return weights;
    }

    /// <summary>Coefficients, from the constant up, of the polynomial that is 1 at node j and 0 at the others.</summary>
    private static void Lagrange(ReadOnlySpan<double> nodes, int j, Span<double> polynomial)
    {
        polynomial.Clear();
        polynomial[0] = 1;
        var degree = 0;
        for (var i = 0; i < nodes.Length; i++)
        {
            if (i == j)
                continue;
            degree++;
            var scale = 1 / (nodes[j] - nodes[i]);
            for (var p = degree; p >= 1; p--)
                polynomial[p] = (polynomial[p - 1] - nodes[i] * polynomial[p]) * scale;
            polynomial[0] *= -nodes[i] * scale;
        }
    }
}
