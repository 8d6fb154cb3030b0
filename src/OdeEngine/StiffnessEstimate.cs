using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Problems;

namespace Orchestrator.OdeEngine;

/// <summary>
/// |h·λ| of a step from what the step has evaluated anyway: |h|·‖f(yNext) − f(Y)‖ / ‖yNext − Y‖ with Y the other stage at the end of the step.
/// It evaluates f nowhere; what it costs are two combinations and four norms.
/// </summary>
/// <remarks>Hairer &amp; Wanner II, IV.2, eq. 2.26.</remarks>
/// <param name="scratch">Nobody else's block.</param>
internal sealed class StiffnessEstimate(IStateArithmetic arithmetic, StateBlock scratch)
{
    /// <summary>Differences below so many roundings of what they are differences of are noise.</summary>
    private const double RoundingsToSee = 16;

    private readonly double _rounding = RoundingsToSee * (scratch.ElementType is TorchSharp.torch.ScalarType.Float32 ? Math.ScaleB(1, -23) : Math.ScaleB(1, -52));
    private readonly double[] _states = new double[arithmetic.Lanes];
    private readonly double[] _slopes = new double[arithmetic.Lanes];
    private readonly double[] _state = new double[arithmetic.Lanes];
    private readonly double[] _slope = new double[arithmetic.Lanes];

    /// <summary>Of the step at hand, whose last slope is evaluated; NaN in a lane where the two states differ by rounding only, or where the method has one stage there.</summary>
    public void Of(Stepper step, Span<double> lanes)
    {
        var (scheme, window) = (step.Scheme, step.Window);
        if (scheme.EndDifference.IsEmpty)
        {
            lanes.Fill(double.NaN);
            return;
        }
        var last = window[scheme.LastSlot];
        arithmetic.Combine(scratch, null, Scaling.Step, scheme.EndDifference, window.Slots(scheme.EndDifference.Length));
        arithmetic.Norms(scratch, _states);
        arithmetic.Combine(scratch, null, Scaling.Step, [1, -1], [last, window[scheme.Carried + scheme.SecondRowAtEnd]]);
        arithmetic.Norms(scratch, _slopes);
        arithmetic.Norms(step.Next, _state);
        arithmetic.Norms(last, _slope);
        for (var i = 0; i < lanes.Length; i++)
        {
            var smallest = _rounding * (_state[i] + Math.Abs(step.Times.Steps[i]) * _slope[i]);
            lanes[i] = _states[i] > smallest && double.IsFinite(_slopes[i]) ? _slopes[i] / _states[i] : double.NaN;
        }
    }
}
