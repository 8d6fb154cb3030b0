using Orchestrator.OdeEngine.Arithmetic;

namespace Orchestrator.OdeEngine.StepSize;

/// <summary>The length of the first step from the sizes of y, f and the change of f over a tiny Euler step.</summary>
/// <remarks>Hairer, Nørsett &amp; Wanner I, II.4, "Starting step size"; constants as torchdiffeq has them, so that step counts agree.</remarks>
internal sealed class InitialStep(int lanes, int exponent)
{
    private const double TinyNorm = 1e-5;
    private const double TinyStep = 1e-6;
    private const double NoChange = 1e-15;

    private readonly double[] _stateNorm = new double[lanes];
    private readonly double[] _slopeNorm = new double[lanes];
    private readonly double[] _change = new double[lanes];
    private readonly double[] _probe = new double[lanes];

    /// <summary>Length of the Euler step to try, per lane, from RMS norms of y and f relative to the tolerance.</summary>
    public ReadOnlySpan<double> Probe(IStateArithmetic arithmetic, in ErrorTest start, in Tolerances tolerances)
    {
        arithmetic.ScaledNorms(start.Y, null, start.Y, tolerances, _stateNorm);
        arithmetic.ScaledNorms(start.YNext, null, start.Y, tolerances, _slopeNorm);
        for (var lane = 0; lane < lanes; lane++)
        {
            var step = _stateNorm[lane] < TinyNorm || _slopeNorm[lane] < TinyNorm ? TinyStep : 0.01 * _stateNorm[lane] / _slopeNorm[lane];
            _probe[lane] = double.IsFinite(step) && step > 0 ? step : TinyStep;
        }
        return _probe;
    }

    /// <summary>The first step of a lane, once f at the end of its Euler step is known; changeNorms are norms of the difference of the two slopes.</summary>
    public double Length(int lane)
    {
        var slope = _slopeNorm[lane];
        var change = _change[lane] / _probe[lane];
        var step = slope <= NoChange && change <= NoChange
            ? Math.Max(TinyStep, _probe[lane] * 1e-3)
            : Math.Pow(0.01 / Math.Max(slope, change), 1.0 / exponent);
        step = Math.Min(100 * _probe[lane], step);
        return double.IsFinite(step) && step > 0 ? step : TinyStep;
    }

    public Span<double> ChangeNorms => _change;
}
