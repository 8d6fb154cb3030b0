namespace Orchestrator.OdeEngine.Solvers;

/// <summary>
/// One step as the integrator and the discrete adjoint see it, Runge–Kutta and Adams alike. Slopes lie in slots: first those carried over
/// from earlier steps, latest first (slot 0 is f at the start of the step), then the new ones in order of evaluation.
/// New slope i is f at (t + Nodes[i]·dt, y + dt·Σ Rows[i][j]·slope j); the state of the last row is the result of the step,
/// and its slope, f at the end of the step, is carried into the next one.
/// </summary>
internal sealed class StepScheme
{
    /// <summary>No method here comes near; sums over slots live on the stack.</summary>
    public const int MaxSlots = 32;

    private readonly double[][] _rows;
    private readonly double[][] _columns;
    private readonly double[] _nodes;
    private readonly double[] _error;
    private readonly double[] _endDifference;

    public StepScheme(int carried, double[][] rows, double[] nodes, double[] error, Interpolant interpolant)
    {
        Carried = carried;
        _rows = rows;
        _nodes = nodes;
        _error = error;
        Interpolant = interpolant;
        if (Slots > MaxSlots)
            throw new ArgumentException($"A step of {Slots} slopes was given; at most {MaxSlots} are supported.");
        _columns = Transposed();
        _endDifference = Difference();
    }

    public int Carried { get; }
    public int New => _rows.Length;
    public int Slots => Carried + New;
    /// <summary>Slot of the slope at the end of the step.</summary>
    public int LastSlot => Slots - 1;
    public bool HasErrorEstimate => _error.Length > 0;
    /// <summary>True if a step cannot be judged before f at its end is known.</summary>
    public bool ErrorUsesLastSlope => HasErrorEstimate && _error[^1] != 0;
    public Interpolant Interpolant { get; }

    /// <summary>Weights of the slots before new slope <paramref name="row"/>; length Carried + row.</summary>
    public ReadOnlySpan<double> Row(int row) => _rows[row];
    public double Node(int row) => _nodes[row];
    /// <summary>Weights of all slots in the error estimate.</summary>
    public ReadOnlySpan<double> Error => _error;

    /// <summary>Weights of slot <paramref name="slot"/> in the rows 0 … New − 1: the transpose, which the adjoint of a step needs.</summary>
    public ReadOnlySpan<double> Column(int slot) => _columns[slot];

    /// <summary>The row before the last whose node is the end of the step too; −1 if there is none. Used to estimate stiffness.</summary>
    public int SecondRowAtEnd
    {
        get
        {
            for (var row = New - 2; row >= 0; row--)
                if (_nodes[row] == 1)
                    return row;
            return -1;
        }
    }

    /// <summary>Weights of the slots in (the result of the step − the state of <see cref="SecondRowAtEnd"/>) / dt; empty if there is no such row.</summary>
    public ReadOnlySpan<double> EndDifference => _endDifference;

    /// <summary>
    /// A tableau as a scheme. If it is not first-same-as-last it is made so by appending f at the end of the step, which the next step
    /// needs anyway: no method evaluates more for it.
    /// </summary>
    public static StepScheme From(ButcherTableau tableau, Interpolant? own)
    {
        var stages = tableau.Stages;
        var rows = new List<double[]>();
        for (var i = 1; i < stages; i++)
            rows.Add([.. tableau.A[i]]);
        var nodes = tableau.C.Skip(1).ToList();
        double[] error = [.. tableau.BError];
        double[] weights = [.. tableau.B];
        if (!tableau.IsFirstSameAsLast)
        {
            rows.Add(weights);
            nodes.Add(1);
            weights = [.. weights, 0];
            if (tableau.HasErrorEstimate)
                error = [.. error, 0];
        }
        return new StepScheme(1, [.. rows], [.. nodes], error, own ?? Interpolant.Hermite(weights));
    }

    private double[] Difference()
    {
        if (SecondRowAtEnd is not (>= 0 and var second))
            return [];
        double[] difference = [.. _rows[^1]];
        for (var slot = 0; slot < _rows[second].Length; slot++)
            difference[slot] -= _rows[second][slot];
        return difference;
    }

    private double[][] Transposed()
    {
        var columns = new double[Slots][];
        for (var slot = 0; slot < Slots; slot++)
        {
            columns[slot] = new double[New];
            for (var row = 0; row < New; row++)
                columns[slot][row] = slot < _rows[row].Length ? _rows[row][slot] : 0;
        }
        return columns;
    }
}
