using System.Runtime.InteropServices;
using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;

namespace Orchestrator.OdeEngine.Output;

/// <summary>
/// The whole solution of one solve as polynomials, step by step: y(t + θ·dt) = Σ C[p]·θ^p. With independent steps every sample looks up
/// the step that was its own. The next solve uses the same memory again.
/// </summary>
internal sealed class DenseOutput(BlockFactory blocks, ArithmeticLayout layout, IStateArithmetic arithmetic) : IDisposable
{
    private readonly List<Piece> _pieces = [];
    private readonly double[] _weights = new double[StepScheme.MaxSlots];
    private StateBlock? _last;
    private int _count;
    private double _start;
    private double _end;

    private int RowsPerLane => layout.Batch / layout.Lanes;

    public void Begin(double start, double end) => (_count, _start, _end) = (0, start, end);

    public void Add(in AcceptedStep step)
    {
        if (_count == _pieces.Count)
            _pieces.Add(new Piece(layout.Lanes));
        var piece = _pieces[_count++];
        var all = new RowRange(0, 0, layout.Batch);
        step.Starts.CopyTo(piece.Starts);
        step.Ends.CopyTo(piece.Ends);
        step.Steps.CopyTo(piece.Steps);
        var interpolant = step.Scheme.Interpolant;
        piece.Degree = interpolant.Degree;
        while (piece.Coefficients.Count <= piece.Degree)
            piece.Coefficients.Add(blocks.New(layout.Batch, layout.Features));
        arithmetic.CopyRows(piece.Coefficients[0], step.Y, all);
        arithmetic.SetSteps(step.Steps);
        var weights = _weights.AsSpan(0, step.Scheme.Slots);
        for (var power = 1; power <= piece.Degree; power++)
        {
            for (var slot = 0; slot < weights.Length; slot++)
                weights[slot] = interpolant.Coefficient(slot, power);
            arithmetic.Combine(piece.Coefficients[power], null, Scaling.Step, weights, step.Window);
        }
        arithmetic.CopyRows(_last ??= blocks.New(layout.Batch, layout.Features), step.Next, all);
    }

    /// <summary>The time of the solve that is nearest to t.</summary>
    public double Nearest(double t) => Math.Clamp(t, Math.Min(_start, _end), Math.Max(_start, _end));

    /// <summary>target [batch, features] ← y(t).</summary>
    /// <exception cref="ArgumentOutOfRangeException">t lies outside the solve: a numerical solution is not extrapolated.</exception>
    public void Evaluate(double t, StateBlock target)
    {
        if (!(t >= Math.Min(_start, _end) && t <= Math.Max(_start, _end)))
            throw new ArgumentOutOfRangeException(nameof(t), t, $"The solve covers [{_start:R}, {_end:R}]; a time outside is not extrapolated. Solve over the whole range instead.");
        for (var lane = 0; lane < layout.Lanes; lane++)
        {
            var index = Find(lane, t);
            var piece = _pieces[index];
            var rows = new RowRange(lane * RowsPerLane, lane * RowsPerLane, RowsPerLane);
            if (t == piece.Ends[lane])
                arithmetic.CopyRows(target, EndOf(index), rows);
            else
                EvaluateIn(piece, (t - piece.Starts[lane]) / piece.Steps[lane], rows, target);
        }
    }

    /// <summary>What it held belongs to the factory of the blocks; nothing can be evaluated any more.</summary>
    public void Dispose()
    {
        _pieces.Clear();
        _count = 0;
    }

    /// <summary>State at the end of a step: where the next one starts, so that it is kept once.</summary>
    private StateBlock EndOf(int index) => index + 1 < _count ? _pieces[index + 1].Coefficients[0] : _last!;

    private void EvaluateIn(Piece piece, double theta, in RowRange rows, StateBlock target)
    {
        var power = 1.0;
        for (var p = 0; p < piece.Degree; p++)
            _weights[p] = power *= theta;
        var coefficients = CollectionsMarshal.AsSpan(piece.Coefficients);
        arithmetic.CombineRows(target, coefficients[0], rows, 1, _weights.AsSpan(0, piece.Degree), coefficients[1..(piece.Degree + 1)]);
    }

    /// <summary>The first step of the lane that reaches t: steps that were not its own end where the one before did.</summary>
    private int Find(int lane, double t)
    {
        var direction = Math.Sign(_end - _start);
        var (low, high) = (0, _count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if ((_pieces[middle].Ends[lane] - t) * direction >= 0)
                high = middle;
            else
                low = middle + 1;
        }
        // t at the very start is in the first step of its own.
        while (_pieces[low].Steps[lane] == 0)
            low++;
        return low;
    }

    /// <summary>One step; the first <c>Degree + 1</c> coefficients count, more may be left from earlier solves.</summary>
    private sealed class Piece(int lanes)
    {
        public double[] Starts { get; } = new double[lanes];
        public double[] Ends { get; } = new double[lanes];
        public double[] Steps { get; } = new double[lanes];
        public List<StateBlock> Coefficients { get; } = [];
        public int Degree { get; set; }
    }
}
