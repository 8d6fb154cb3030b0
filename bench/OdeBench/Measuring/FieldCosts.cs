using Orchestrator.OdeEngine;
using Orchestrator.OdeEngine.Problems;

namespace Orchestrator.OdeBench.Measuring;

/// <summary>
/// CPU seconds of one call of the right-hand side alone at the final state: without a tape, with one, and of its vector–Jacobian product; the
/// least of all samples. Samples are taken between the solves, so that a slow moment of the machine meets both.
/// </summary>
internal sealed class FieldCosts : IDisposable
{
    private readonly StateBlock _state;
    private readonly StateBlock _slope;
    private readonly StateBlock _ones;
    private readonly StateBlock _stateBar;
    private readonly IFieldTape? _tape;
    private readonly Part[] _parts;
    private readonly IVectorField _field;

    public FieldCosts(PreparedWorkload run)
    {
        var field = _field = run.Field;
        var (batch, time) = (run.Workload.Batch, run.Workload.Times[0]);
        _state = run.NewBlock(batch);
        using var end = run.Outputs.View(run.Outputs.Count - _state.Count, batch, field.Features);
        _state.Tensor.copy_(end.Tensor);
        (_slope, _ones, _stateBar) = (run.NewBlock(batch), run.NewBlock(batch), run.NewBlock(batch));
        _ones.Tensor.fill_(1);
        var call = new Part(run.Device, () => field.Evaluate(time, _state, _slope));
        if (run.Workload.Gradient is null)
        {
            _parts = [call];
            return;
        }
        var tape = _tape = field.NewTape(batch);
        var taped = new Part(run.Device, () => field.Linearize(time, _state, _slope, tape));
        _parts = [call, taped, new Part(run.Device, () => field.Vjp(tape, _ones, new VjpTargets(_stateBar, run.ParameterBar, default)))];
    }

    public double Call => _parts[0].Least;
    public double TapedCall => _parts[1].Least;
    public double Product => _parts[2].Least;

    /// <summary>Within a pass, as in a solve.</summary>
    public void Sample()
    {
        _field.BeginPass();
        foreach (var part in _parts)
            part.Sample();
        _field.EndPass();
    }

    public void Dispose()
    {
        _tape?.Dispose();
        _stateBar.Dispose();
        _ones.Dispose();
        _slope.Dispose();
        _state.Dispose();
    }

    private sealed class Part(ComputeDevice device, Action call)
    {
        private readonly int _calls = Timing.WarmUp(call);

        public double Least { get; private set; } = double.PositiveInfinity;

        public void Sample() => Least = Math.Min(Least, Timing.Mean(call, _calls, device).Cpu);
    }
}
