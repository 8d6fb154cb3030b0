using Orchestrator.Grains.Decisions.Search.Learning;

namespace Orchestrator.Grains.Decisions.Search.CmaEs;

/// <summary>Keeps an ordered key from getting stuck on one value: its neighbours keep a probability.</summary>
/// <remarks>
/// Hamano, Saito, Nomura, Shirakawa, "CMA-ES with margin: lower-bounding marginal probability for mixed-integer black-box optimization",
/// GECCO 2022: without it the deviation falls below the width of a cell and every point has the same value.
/// </remarks>
internal static class Margin
{
    /// <param name="least">α: probability of leaving the mean's cell that is kept.</param>
    public static void Keep(NormalSearch search, int coordinate, Cell cell, double least)
    {
        var (mean, deviation) = (search.Mean[coordinate], search.Deviation(coordinate));
        var reach = deviation * Gauss.Quantile(1 - least);
        if (double.IsInfinity(cell.Low) && double.IsInfinity(cell.High)) return;
        if (double.IsInfinity(cell.Low)) search.Mean[coordinate] = Math.Max(mean, cell.High - reach);
        else if (double.IsInfinity(cell.High)) search.Mean[coordinate] = Math.Min(mean, cell.Low + reach);
        else KeepBothSides(search, coordinate, cell, least / 2);
    }

    private static void KeepBothSides(NormalSearch search, int coordinate, Cell cell, double least)
    {
        var (mean, deviation) = (search.Mean[coordinate], search.Deviation(coordinate));
        var (below, above) = (Gauss.Cumulative((cell.Low - mean) / deviation), Gauss.Cumulative((mean - cell.High) / deviation));
        if (below >= least && above >= least) return;
        var inside = 1 - below - above;
        var (kept, keptAbove) = (Math.Max(below, least), Math.Max(above, least));
        // What was added to one side is taken from the others in proportion to what they have above the least.
        var share = (1 - kept - keptAbove - inside) / (kept + keptAbove + inside - 3 * least);
        var low = Gauss.Quantile(1 - kept - share * (kept - least));
        var high = Gauss.Quantile(1 - keptAbove - share * (keptAbove - least));
        search.Mean[coordinate] = (cell.Low * high + cell.High * low) / (low + high);
        search.Scale[coordinate] = (cell.High - cell.Low) / (low + high) / search.PlainDeviation(coordinate);
    }
}
