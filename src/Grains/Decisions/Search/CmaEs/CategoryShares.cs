using Orchestrator.Grains.Decisions.Search.Learning;

namespace Orchestrator.Grains.Decisions.Search.CmaEs;

/// <summary>How likely each value of an unordered key is.</summary>
/// <remarks>
/// Moves towards the values of the better half (Baluja, "Population-based incremental learning", 1994), and every value keeps a least
/// probability, as in Hamano et al., "CatCMA", GECCO 2024.
/// </remarks>
internal sealed class CategoryShares
{
    /// <summary>Twice Baluja's: generations here are a tenth of his, and sweeps short.</summary>
    private const double Rate = 0.2;

    /// <summary>CatCMA: no draw of a generation's best leaves the favourites with about this probability.</summary>
    private const double Loyalty = 0.73;

    private readonly double[] _shares;
    private readonly double _least;

    /// <param name="keys">Unordered keys of the space.</param>
    public CategoryShares(int choices, int keys)
    {
        _shares = new double[choices];
        Array.Fill(_shares, 1.0 / choices);
        _least = choices == 1 ? 1 : Math.Min(1.0 / choices, (1 - Math.Pow(Loyalty, 1.0 / keys)) / (choices - 1));
    }

    public int Sample(Draws draws) => draws.Pick(_shares);

    /// <param name="values">Of the better half, best first; −1: absent, which says nothing.</param>
    public void Learn(ReadOnlySpan<int> values, ReadOnlySpan<double> weights)
    {
        if (_shares.Length == 1) return;
        var (target, told) = (new double[_shares.Length], 0.0);
        for (var rank = 0; rank < values.Length; rank++)
        {
            if (values[rank] < 0) continue;
            target[values[rank]] += weights[rank];
            told += weights[rank];
        }
        for (var value = 0; value < target.Length; value++) _shares[value] = Math.Max(_least, _shares[value] + Rate * (target[value] - told * _shares[value]));
        var (over, spare) = (_shares.Sum() - 1, _shares.Sum() - _least * _shares.Length);
        for (var value = 0; value < target.Length && spare > 0; value++) _shares[value] -= over * (_shares[value] - _least) / spare;
    }
}
