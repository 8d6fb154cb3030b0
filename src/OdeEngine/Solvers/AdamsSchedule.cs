namespace Orchestrator.OdeEngine.Solvers;

/// <summary>Start-up steps, then even steps with weights computed once, then perhaps one shorter step.</summary>
internal sealed class AdamsSchedule : IStepSchedule
{
    /// <summary>Grid times are rounded to float64; distances that differ by less are equal.</summary>
    private const double SameDistance = 1e-9;

    private readonly AdamsKind _kind;
    private readonly int _carried;
    private readonly StepScheme _startUp;
    private readonly StepScheme _even;

    public AdamsSchedule(AdamsKind kind, int order)
    {
        _kind = kind;
        // Moulton of order k has k slopes of which one is the new one; its predictor, of order k − 1 or more, is enough for order k.
        _carried = kind == AdamsKind.Bashforth ? order : Math.Max(1, order - 1);
        _startUp = AdamsSolver.StartUp(order);
        _even = SchemeOn([.. Enumerable.Range(0, _carried).Select(j => -(double)j)], order);
        Order = order;
    }

    private int Order { get; }
    public int MaxCarried => _carried;
    public int MaxNew => Math.Max(_startUp.New, _even.New);

    public StepScheme Next(ReadOnlySpan<double> nodes, double step)
    {
        if (nodes.Length < _carried)
            return _startUp;
        Span<double> places = stackalloc double[_carried];
        var even = true;
        for (var j = 0; j < _carried; j++)
        {
            places[j] = (nodes[j] - nodes[0]) / step;
            even &= Math.Abs(places[j] + j) < SameDistance * Math.Max(1, j);
        }
        return even ? _even : SchemeOn(places, Order);
    }

    private StepScheme SchemeOn(ReadOnlySpan<double> places, int order)
    {
        var explicitWeights = AdamsWeights.On(places);
        if (_kind == AdamsKind.Bashforth)
            return new StepScheme(_carried, [explicitWeights], [1], [], Interpolant.Hermite([.. explicitWeights, 0]));

        // Order 1 is the implicit Euler method: the new slope alone.
        double[] all = order == 1 ? [0, 1] : AdamsRow(places);
        return new StepScheme(_carried, [explicitWeights, all], [1, 1], [], Interpolant.Hermite([.. all, 0]));
    }

    /// <summary>Weights of the carried slopes, then of the predicted one at the end of the step: the order of the slots.</summary>
    private static double[] AdamsRow(ReadOnlySpan<double> places) => AdamsWeights.On([.. places, 1]);
}
