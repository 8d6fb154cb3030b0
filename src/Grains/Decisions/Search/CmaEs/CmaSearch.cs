using Orchestrator.Grains.Decisions.Search.Learning;

namespace Orchestrator.Grains.Decisions.Search.CmaEs;

/// <summary>One trial of a generation.</summary>
/// <param name="Units">As in <see cref="EncodedPoint"/>.</param>
/// <param name="Value">Less is better; NaN: has none.</param>
internal sealed record Member(long Number, double[] Units, double Value);

/// <summary>What the generations so far have taught: a normal distribution over continuous and ordered keys, shares for unordered ones.</summary>
/// <remarks>
/// A history holds values, not the coordinates they were rounded from, and nothing of keys that did not exist. Both are drawn again, from the
/// model itself within what is known, so that they neither widen nor narrow it.
/// </remarks>
internal sealed class CmaSearch
{
    /// <summary>Draws of a point within the box before it is moved to the border.</summary>
    private const int Attempts = 20;

    /// <summary>Cells narrower than this are a continuum.</summary>
    private const double NarrowestCell = 1e-5;

    private readonly EncodedSpace _space;
    private readonly ulong _seed;
    private readonly int[] _numeric, _unordered, _continuous;
    private readonly Dictionary<(int Key, double Unit), Cell> _cells = [];
    private NormalSearch? _normal;
    private CategoryShares[] _shares = [];
    private RestartRule _rule;
    private double[] _weights = [];
    private int _restarts;

    public CmaSearch(EncodedSpace space, ulong seed)
    {
        (_space, _seed) = (space, seed);
        _numeric = [.. Enumerable.Range(0, space.Count).Where(key => space.Axes[key].Kind != AxisKind.Categorical)];
        _unordered = [.. Enumerable.Range(0, space.Count).Except(_numeric)];
        _continuous = [.. Enumerable.Range(0, _numeric.Length).Where(coordinate => !HasCells(coordinate))];
        _rule = Start();
    }

    /// <summary>λ: trials per generation.</summary>
    public int Population => (4 + (int)(3 * Math.Log(_space.Count))) << _restarts;

    public EncodedPoint Sample(Draws draws)
    {
        var point = _normal?.Sample(draws) ?? [];
        for (var attempt = 1; attempt < Attempts && _continuous.Any(coordinate => point[coordinate] is < 0 or > 1); attempt++) point = _normal!.Sample(draws);
        var units = new double[_space.Count];
        for (var coordinate = 0; coordinate < point.Length; coordinate++) units[_numeric[coordinate]] = Math.Clamp(point[coordinate], 0, 1);
        for (var index = 0; index < _shares.Length; index++) units[_unordered[index]] = Domains.Middle(_shares[index].Sample(draws), ChoicesOf(_unordered[index]));
        return _space.Point(key => units[key]);
    }

    /// <param name="generation">Best first, as many as <see cref="Population"/>.</param>
    public void Learn(Member[] generation)
    {
        double[] values = [.. generation.Select(member => member.Value).Where(double.IsFinite)];
        // A generation without a value has no best: its order would be chance.
        if (values.Length == 0) return;
        if (_normal is not null)
        {
            _normal.Learn([.. generation.Select(member => Coordinates(_normal, member))]);
            for (var coordinate = 0; coordinate < _numeric.Length; coordinate++)
                if (HasCells(coordinate)) Margin.Keep(_normal, coordinate, Cell.Of(_space.Axes[_numeric[coordinate]], _normal.Mean[coordinate]), 1.0 / (_numeric.Length * generation.Length));
        }
        for (var index = 0; index < _shares.Length; index++)
        {
            var key = _unordered[index];
            _shares[index].Learn([.. generation.Take(_weights.Length).Select(member => double.IsNaN(member.Units[key]) ? -1 : (int)(member.Units[key] * ChoicesOf(key)))], _weights);
        }
        if (!_rule.Holds(values, _normal, _continuous)) return;
        _restarts++;
        _rule = Start();
    }

    private RestartRule Start()
    {
        var draws = new Draws(_seed, long.MaxValue - _restarts);
        _normal = _numeric.Length == 0 ? null : new NormalSearch([.. _numeric.Select(_ => _restarts == 0 ? 0.5 : draws.Uniform())], Population);
        _shares = [.. _unordered.Select(key => new CategoryShares(ChoicesOf(key), _unordered.Length))];
        _weights = [.. new CmaSettings(_space.Count, Population).Weights.Where(weight => weight > 0)];
        return new RestartRule(_space.Count, Population);
    }

    private double[] Coordinates(NormalSearch normal, Member member)
    {
        // Numbers below zero belong to no trial that is ever asked for.
        var draws = new Draws(_seed, -1 - member.Number);
        var free = normal.Sample(draws);
        for (var coordinate = 0; coordinate < free.Length; coordinate++)
        {
            var unit = member.Units[_numeric[coordinate]];
            if (double.IsNaN(unit)) continue;
            free[coordinate] = HasCells(coordinate) ? Within(normal, coordinate, CellOf(_numeric[coordinate], unit), draws.Uniform()) : unit;
        }
        return free;
    }

    private static double Within(NormalSearch normal, int coordinate, Cell cell, double uniform)
        => Gauss.Truncated(normal.Mean[coordinate], normal.Deviation(coordinate), cell.Low, cell.High, uniform);

    private bool HasCells(int coordinate) => _space.CellOf(_numeric[coordinate]) > NarrowestCell;

    private int ChoicesOf(int key) => (int)_space.Axes[key].Choices!.Value;

    private Cell CellOf(int key, double unit)
    {
        if (_cells.TryGetValue((key, unit), out var known)) return known;
        return _cells[(key, unit)] = Cell.Of(_space.Axes[key], unit);
    }
}
