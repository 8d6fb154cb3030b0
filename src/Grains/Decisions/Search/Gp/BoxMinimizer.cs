using System.Numerics.Tensors;

namespace Orchestrator.Grains.Decisions.Search.Gp;

/// <summary>A function with its gradient.</summary>
internal delegate double Slope(ReadOnlySpan<double> at, Span<double> gradient);

/// <summary>Finds a local minimum within bounds by limited-memory quasi-Newton steps along the projected path.</summary>
/// <remarks>
/// Two-loop recursion: Nocedal, Wright, "Numerical Optimization" (2006), algorithm 7.4. Coordinates at a bound that the gradient pushes out of
/// stand still for a step, and steps are projected and shortened until they descend enough (Bertsekas, SIAM J. Control Optim. 20, 1982).
/// </remarks>
internal sealed class BoxMinimizer(double[] low, double[] high)
{
    private const int Memory = 8;
    private const double Armijo = 1e-4, Shortening = 0.3, Shortest = 1e-7, LeastGain = 1e-8;

    /// <summary>The largest change of a coordinate in the first step, when nothing is known of the curvature.</summary>
    private const double FirstStep = 0.2;

    private readonly List<double[]> _steps = [], _turns = [];

    /// <param name="evaluations">At most so many calls of the function.</param>
    public double[] Minimize(Slope function, ReadOnlySpan<double> start, int evaluations)
    {
        double[] at = [.. start], gradient = new double[start.Length], next = new double[start.Length], nextGradient = new double[start.Length];
        Project(at);
        _steps.Clear();
        _turns.Clear();
        var value = function(at, gradient);
        var left = evaluations - 1;
        while (left > 0 && Direction(at, gradient) is { } direction)
        {
            var length = _steps.Count == 0 ? Math.Min(1, FirstStep / Greatest(direction)) : 1;
            var nextValue = double.PositiveInfinity;
            for (; left > 0 && length > Shortest; length *= Shortening)
            {
                for (var i = 0; i < at.Length; i++) next[i] = Math.Clamp(at[i] + length * direction[i], low[i], high[i]);
                nextValue = function(next, nextGradient);
                left--;
                if (nextValue <= value + Armijo * Slide(at, next, gradient)) break;
                nextValue = double.PositiveInfinity;
            }
            if (double.IsPositiveInfinity(nextValue)) break;
            Remember(at, next, gradient, nextGradient);
            var gain = value - nextValue;
            value = nextValue;
            (at, next, gradient, nextGradient) = (next, at, nextGradient, gradient);
            if (gain <= LeastGain * Math.Max(1, Math.Abs(value))) break;
        }
        return at;
    }

    /// <summary>Where to go; null: nowhere, this is a minimum.</summary>
    private double[]? Direction(double[] at, double[] gradient)
    {
        var direction = new double[at.Length];
        for (var i = 0; i < at.Length; i++) direction[i] = Stands(i, at, gradient) ? 0 : -gradient[i];
        var shares = new double[_steps.Count];
        for (var pair = _steps.Count - 1; pair >= 0; pair--)
        {
            shares[pair] = TensorPrimitives.Dot<double>(_steps[pair], direction) / TensorPrimitives.Dot<double>(_steps[pair], _turns[pair]);
            TensorPrimitives.MultiplyAdd(_turns[pair], -shares[pair], direction, direction);
        }
        if (_steps.Count > 0)
            TensorPrimitives.Multiply(direction, TensorPrimitives.Dot<double>(_steps[^1], _turns[^1]) / TensorPrimitives.SumOfSquares<double>(_turns[^1]), direction);
        for (var pair = 0; pair < _steps.Count; pair++)
        {
            var back = TensorPrimitives.Dot<double>(_turns[pair], direction) / TensorPrimitives.Dot<double>(_steps[pair], _turns[pair]);
            TensorPrimitives.MultiplyAdd(_steps[pair], shares[pair] - back, direction, direction);
        }
        for (var i = 0; i < at.Length; i++)
            if (Stands(i, at, gradient)) direction[i] = 0;
        return TensorPrimitives.Dot<double>(direction, gradient) < 0 ? direction : null;
    }

    private bool Stands(int i, double[] at, double[] gradient) => (at[i] <= low[i] && gradient[i] > 0) || (at[i] >= high[i] && gradient[i] < 0);

    private void Project(double[] at)
    {
        for (var i = 0; i < at.Length; i++) at[i] = Math.Clamp(at[i], low[i], high[i]);
    }

    /// <summary>A pair of differences counts only if it shows the curvature of a minimum.</summary>
    private void Remember(double[] at, double[] next, double[] gradient, double[] nextGradient)
    {
        double[] step = new double[at.Length], turn = new double[at.Length];
        TensorPrimitives.Subtract(next, at, step);
        TensorPrimitives.Subtract(nextGradient, gradient, turn);
        if (TensorPrimitives.Dot<double>(step, turn) <= 1e-10 * TensorPrimitives.Norm<double>(step) * TensorPrimitives.Norm<double>(turn)) return;
        _steps.Add(step);
        _turns.Add(turn);
        if (_steps.Count <= Memory) return;
        _steps.RemoveAt(0);
        _turns.RemoveAt(0);
    }

    /// <summary>How far the linear model falls on the way.</summary>
    private static double Slide(double[] at, double[] next, double[] gradient)
    {
        var sum = 0.0;
        for (var i = 0; i < at.Length; i++) sum += gradient[i] * (next[i] - at[i]);
        return sum;
    }

    private static double Greatest(double[] direction) => Math.Abs(TensorPrimitives.MaxMagnitude<double>(direction));
}
