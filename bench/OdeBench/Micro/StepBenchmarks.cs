using BenchmarkDotNet.Attributes;
using Orchestrator.OdeBench.Problems;
using Orchestrator.OdeEngine;
using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;
using static TorchSharp.torch;

namespace Orchestrator.OdeBench.Micro;

/// <summary>One attempted step: its stages, f at its end and its error, with neither control nor outputs.</summary>
#pragma warning disable CA1001 // disposed by CleanUp, which BenchmarkDotNet calls
public class StepBenchmarks
#pragma warning restore CA1001
{
    private readonly double[] _ratios = new double[1];
    private IVectorField _field = null!;
    private IStateArithmetic _arithmetic = null!;
    private BlockFactory _blocks = null!;
    private Stepper _stepper = null!;

    [Params("bosh3", "dopri5", "tsit5", "dopri8")]
    public string Solver { get; set; } = "";

    [Params("vdp-batch", "spiral-mlp-direct", "mlp64-direct")]
    public string Workload { get; set; } = "";

    [GlobalSetup]
    public void SetUp()
    {
        var workload = Workloads.Find(Workload);
        var settings = workload.Settings with { Solver = OdeSolvers.Find(Solver)! };
        _field = workload.NewField(ScalarType.Float32, ComputeDevice.Processor);
        _blocks = new BlockFactory(ScalarType.Float32, ComputeDevice.Processor, new MemoryAccount(), StateArithmetic.For);
        _arithmetic = _blocks.NewArithmetic(new ArithmeticLayout(workload.Batch, _field.Features, 1));
        _stepper = new Stepper(_field, _arithmetic, settings.Solver.NewSchedule(settings), () => _blocks.New(workload.Batch, _field.Features));
        Blocks.Fill(_stepper.Y, workload.Start);
        (_stepper.Times.Starts[0], _stepper.Times.Ends[0], _stepper.Times.Steps[0]) = (0, 0.01, 0.01);
        _field.BeginPass();
        _stepper.Window.Begin(0);
        _stepper.Bind(_stepper.Scheme);
        _stepper.EvaluateFirst(null);
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _field.EndPass();
        _arithmetic.Dispose();
        _blocks.Dispose();
        (_field as IDisposable)?.Dispose();
    }

    [Benchmark]
    public double Step()
    {
        var scheme = _stepper.Scheme;
        _stepper.Bind(scheme);
        _stepper.EvaluateStages(null);
        _stepper.EvaluateLastSlope(null);
        _arithmetic.ErrorRatios(new ErrorTest(_stepper.Y, _stepper.Next, new Tolerances(1e-5, 1e-5)), scheme.Error, _stepper.Window.Slots(scheme.Slots), _ratios);
        return _ratios[0];
    }
}
