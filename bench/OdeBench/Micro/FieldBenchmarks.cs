using BenchmarkDotNet.Attributes;
using Orchestrator.OdeBench.Problems;
using Orchestrator.OdeEngine;
using Orchestrator.OdeEngine.Problems;
using static TorchSharp.torch;

namespace Orchestrator.OdeBench.Micro;

/// <summary>One call of a right-hand side: alone, with a tape, and its vector–Jacobian product from that tape.</summary>
public class FieldBenchmarks
{
    private IVectorField _field = null!;
    private IFieldTape _tape = null!;
    private StateBlock _state = null!;
    private StateBlock _slope = null!;
    private StateBlock _stateBar = null!;
    private StateBlock _parameterBar = null!;

    /// <summary>2-50-2 at batch 20, 20-64-64-20 at batch 128, and the flow over 3-64-64-2 with its trace at batch 512.</summary>
    public enum Network { Spiral, Mlp64, Flow }

    /// <summary>A network on our kernels, or by libtorch's operations.</summary>
    public sealed record Case(Network Network, bool OnTensors)
    {
        public override string ToString() => $"{Network} {(OnTensors ? "libtorch" : "own")}";
    }

    /// <summary>The flow has no kernels by tensor operations.</summary>
    public static IEnumerable<Case> Cases { get; } =
    [
        new(Network.Spiral, false), new(Network.Spiral, true),
        new(Network.Mlp64, false), new(Network.Mlp64, true),
        new(Network.Flow, false),
    ];

    [ParamsSource(nameof(Cases))]
    public Case Field { get; set; } = null!;

    [GlobalSetup]
    public void SetUp()
    {
        var device = Field.OnTensors ? ComputeDevice.Tensors : ComputeDevice.Processor;
        (_field, var batch) = Field.Network switch
        {
            Network.Spiral => ((IVectorField)Workloads.SpiralNetwork(ScalarType.Float32, device), 20),
            Network.Mlp64 => (Workloads.WideNetwork(1, ScalarType.Float32, device), 128),
            _ => (Workloads.NewFlow(ScalarType.Float32), 512),
        };
        _tape = _field.NewTape(batch);
        (_state, _slope, _stateBar) = (Block(), Block(), Block());
        _parameterBar = _field.Parameters.NewGradient();
        Blocks.Fill(_state, Chirp.Values(_state.Count, 1, 0));
        _field.BeginPass();
        _field.Linearize(0, _state, _slope, _tape);

        StateBlock Block() => StateBlock.Zeros(batch, _field.Features, ScalarType.Float32);
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _field.EndPass();
        foreach (var disposable in new[] { _tape, _state, _slope, _stateBar, _parameterBar, _field as IDisposable })
            disposable?.Dispose();
    }

    [Benchmark]
    public void Evaluate() => _field.Evaluate(0, _state, _slope);

    [Benchmark]
    public void Linearize() => _field.Linearize(0, _state, _slope, _tape);

    [Benchmark]
    public void Vjp() => _field.Vjp(_tape, _slope, new VjpTargets(_stateBar, _parameterBar, default));
}
