using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.StepSize;

namespace Orchestrator.OdeEngine.Output;

/// <summary>
/// The whole solution of one solve as polynomials, step by step: y(t + θ·dt) = Σ C[p]·θ^p. With independent steps every sample looks up
/// the step that was its own.
/// </summary>
internal sealed class DenseOutput(BlockFactory blocks, ArithmeticLayout layout, IStateArithmetic arithmetic) : IDisposable
{
    private sealed record Piece(double[] Starts, double[] Ends, double[] Steps, StateBlock[] Coefficients, StateBlock End);

    private readonly List<Piece> _pieces = [];
    private double _start;
    private double _end;

    private int RowsPerLane => layout.Batch / layout.Lanes;

    public void Begin(double start, double end)
    {
        Clear();
        (_start, _end) = (start, end);
    }

    public void Add(in AcceptedStep step, StateBlock yNext, ReadOnlySpan<Lane> lanes)
    {
        var interpolant = step.Scheme.Interpolant;
        var coefficients = new StateBlock[interpolant.Degree + 1];
        var all = new RowRange(0, 0, layout.Batch);
        arithmetic.CopyRows(coefficients[0] = NewBlock(), step.Y, all);
        var weights = new double[step.Scheme.Slots];
        arithmetic.SetSteps(step.Steps);
        for (var power = 1; power <= interpolant.Degree; power++)
        {
            for (var slot = 0; slot < weights.Length; slot++)
                weights[slot] = interpolant.Coefficient(slot, power);
            arithmetic.Combine(coefficients[power] = NewBlock(), null, Scaling.Step, weights, step.Window);
        }
        var end = NewBlock();
        arithmetic.CopyRows(end, yNext, all);
        var ends = new double[lanes.Length];
        for (var i = 0; i < ends.Length; i++)
            ends[i] = lanes[i].TrialAccepted ? lanes[i].TrialEnd : step.Times[i];
        _pieces.Add(new Piece(step.Times.ToArray(), ends, step.Steps.ToArray(), coefficients, end));
    }

    /// <summary>target [batch, features] ← y(t).</summary>
    /// <exception cref="ArgumentOutOfRangeException">t lies outside the solve: a numerical solution is not extrapolated.</exception>
    public void Evaluate(double t, StateBlock target)
    {
        if (!(t >= Math.Min(_start, _end) && t <= Math.Max(_start, _end)))
            throw new ArgumentOutOfRangeException(nameof(t), t, $"The solve covers [{_start:R}, {_end:R}]; a time outside is not extrapolated. Solve over the whole range instead.");
        var weights = new double[_pieces.Max(piece => piece.Coefficients.Length)];
        for (var lane = 0; lane < layout.Lanes; lane++)
        {
            var piece = _pieces[Find(lane, t)];
            var rows = new RowRange(lane * RowsPerLane, lane * RowsPerLane, RowsPerLane);
            if (t == piece.Ends[lane])
                arithmetic.CopyRows(target, piece.End, rows);
            else
                EvaluateIn(piece, (t - piece.Starts[lane]) / piece.Steps[lane], rows, target, weights);
        }
    }

    public void Dispose() => Clear();

    private void EvaluateIn(Piece piece, double theta, in RowRange rows, StateBlock target, double[] weights)
    {
        var power = 1.0;
        for (var p = 1; p < piece.Coefficients.Length; p++)
            weights[p - 1] = power *= theta;
        var degree = piece.Coefficients.Length - 1;
        arithmetic.CombineRows(target, piece.Coefficients[0], rows, 1, weights.AsSpan(0, degree), piece.Coefficients.AsSpan(1));
    }

    /// <summary>The first step of the lane that reaches t: steps that were not its own end where the one before did.</summary>
    private int Find(int lane, double t)
    {
        var direction = Math.Sign(_end - _start);
        var (low, high) = (0, _pieces.Count - 1);
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

    private StateBlock NewBlock() => blocks.New(layout.Batch, layout.Features);

    private void Clear()
    {
        foreach (var piece in _pieces)
        {
            foreach (var block in piece.Coefficients)
                blocks.Release(block);
            blocks.Release(piece.End);
        }
        _pieces.Clear();
    }
}
