namespace Orchestrator.Grains.Decisions.Search.CmaEs;

/// <summary>Constants of the strategy, which follow from the number of coordinates and of points per generation.</summary>
/// <remarks>Hansen, "The CMA evolution strategy: a tutorial", arXiv 1604.00772 (2016), table 1; negative weights included.</remarks>
internal sealed class CmaSettings
{
    /// <param name="dimensions">Coordinates of the normal distribution, at least 1.</param>
    /// <param name="population">Points per generation, at least 4.</param>
    public CmaSettings(int dimensions, int population)
    {
        var raw = new double[population];
        for (var rank = 0; rank < population; rank++) raw[rank] = Math.Log((population + 1) / 2.0) - Math.Log(rank + 1);
        var parents = population / 2;
        Effective = EffectiveSize(raw.AsSpan(0, parents));
        var n = (double)dimensions;
        PathOfStep = (Effective + 2) / (n + Effective + 5);
        Damping = 1 + 2 * Math.Max(0, Math.Sqrt((Effective - 1) / (n + 1)) - 1) + PathOfStep;
        PathOfCovariance = (4 + Effective / n) / (n + 4 + 2 * Effective / n);
        RankOne = 2 / ((n + 1.3) * (n + 1.3) + Effective);
        RankMany = Math.Min(1 - RankOne, 2 * (0.25 + Effective + 1 / Effective - 2) / ((n + 2) * (n + 2) + Effective));
        ExpectedLength = Math.Sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n));
        Weights = Scaled(raw, parents, n);
    }

    /// <summary>By rank, best first: the better half is positive with sum 1, the rest is negative.</summary>
    public double[] Weights { get; }

    /// <summary>μ_eff: how many points the mean of the better half is worth.</summary>
    public double Effective { get; }

    /// <summary>c_σ and d_σ.</summary>
    public double PathOfStep { get; }
    public double Damping { get; }

    /// <summary>c_c, c_1 and c_μ.</summary>
    public double PathOfCovariance { get; }
    public double RankOne { get; }
    public double RankMany { get; }

    /// <summary>Of a standard normal vector.</summary>
    public double ExpectedLength { get; }

    private double[] Scaled(double[] raw, int parents, double n)
    {
        var (positive, negative) = (0.0, 0.0);
        foreach (var weight in raw)
        {
            if (weight > 0) positive += weight;
            else negative -= weight;
        }
        // Three bounds on what is taken away: as much as rank one adds, as the negative weights are worth, and as keeps the matrix positive definite.
        var limit = Math.Min(1 + RankOne / RankMany, Math.Min(1 + 2 * EffectiveSize(raw.AsSpan(parents)) / (Effective + 2), (1 - RankOne - RankMany) / (n * RankMany)));
        return [.. raw.Select(weight => weight > 0 ? weight / positive : limit * weight / negative)];
    }

    private static double EffectiveSize(ReadOnlySpan<double> weights)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var weight in weights) (sum, squares) = (sum + weight, squares + weight * weight);
        return sum * sum / squares;
    }
}
