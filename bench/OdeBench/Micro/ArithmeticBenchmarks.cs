using BenchmarkDotNet.Attributes;
using Orchestrator.OdeBench.Problems;
using Orchestrator.OdeEngine;
using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Problems;
using static TorchSharp.torch;

namespace Orchestrator.OdeBench.Micro;

/// <summary>What a solver does between evaluations: the combination of six slopes, as dopri5's last stage, and the error norm over seven.</summary>
public class ArithmeticBenchmarks
{
    private static readonly double[] _weights = [35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84];
    private static readonly double[] _error = [71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40];

    private readonly double[] _ratios = new double[1];
    private IStateArithmetic _arithmetic = null!;
    private StateBlock[] _slopes = [];
    private StateBlock _state = null!;
    private StateBlock _next = null!;

    [Params(20, 512, 4096)]
    public int Batch { get; set; }

    /// <summary>cpu: vector code on spans; tensors: libtorch.</summary>
    [Params("cpu", "tensors")]
    public string Arithmetic { get; set; } = "";

    [GlobalSetup]
    public void SetUp()
    {
        const int Features = 2;
        var device = ComputeDevice.Find(Arithmetic, out _)!;
        _arithmetic = StateArithmetic.For(new ArithmeticLayout(Batch, Features, 1), ScalarType.Float32, device);
        _arithmetic.SetSteps([0.01]);
        _slopes = [.. Enumerable.Range(1, _error.Length).Select(Block)];
        (_state, _next) = (Block(0), Block(8));

        StateBlock Block(int phase)
        {
            var block = StateBlock.Zeros(Batch, Features, ScalarType.Float32);
            Blocks.Fill(block, Chirp.Values(block.Count, 1, phase));
            return block;
        }
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        foreach (var block in _slopes) block.Dispose();
        _state.Dispose();
        _next.Dispose();
        _arithmetic.Dispose();
    }

    [Benchmark]
    public void Combine() => _arithmetic.Combine(_next, _state, OdeEngine.Arithmetic.Scaling.Step, _weights, _slopes.AsSpan(0, _weights.Length));

    [Benchmark]
    public double ErrorRatios()
    {
        _arithmetic.ErrorRatios(new ErrorTest(_state, _next, new Tolerances(1e-5, 1e-5)), _error, _slopes, _ratios);
        return _ratios[0];
    }
}
