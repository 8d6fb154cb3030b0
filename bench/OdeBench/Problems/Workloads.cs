using System.Collections.Immutable;
using Orchestrator.OdeEngine;
using Orchestrator.OdeEngine.Models;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.OdeEngine.Training;
using static TorchSharp.torch;

namespace Orchestrator.OdeBench.Problems;

/// <summary>The workloads by name; formulas, starts, times and tolerances are those of the peer's script.</summary>
internal static class Workloads
{
    private const int MlpBatch = 128;
    public const int MlpFeatures = 20;
    private const int VdpBatch = 256;
    private const int VdpTimes = 200;
    private const int FlowBatch = 512;
    private const double VdpEnd = 7.6298744778;

    public static ImmutableArray<string> Names { get; } =
    [
        "vdp-batch", "spiral-mlp-direct", "spiral-mlp-adjoint", "mlp64-direct", "mlp64-adjoint", "cnf-2d-adjoint", "fixed-rk4-direct",
        "long-mlp-direct", "long-mlp-adjoint", "long-mlp-checkpointed", "long-mlp-interpolated",
        "long80-mlp-direct", "long80-mlp-adjoint", "long80-mlp-checkpointed", "long80-mlp-interpolated", "train-spiral-direct", "train-spiral-adjoint",
    ];

    public static Workload Find(string name)
    {
        var dash = name.LastIndexOf('-');
        var (kind, gradient) = (name[..dash], name[(dash + 1)..]);
        return kind switch
        {
            "vdp" => VanDerPol(name),
            "spiral-mlp" => Spiral(name, gradient),
            "train-spiral" => Training(name, gradient),
            "mlp64" => Mlp(name, gradient, 1.5, 1, Adaptive(1e-5, 1e-5)),
            "cnf-2d" => Flow(name, gradient),
            "fixed-rk4" => Mlp(name, gradient, 1.5, 1, new SolveSettings { Solver = OdeSolvers.Find("rk4")!, StepSize = 0.01 }),
            "long-mlp" => Mlp(name, gradient, 1, 20, Adaptive(1e-6, 1e-6)),
            "long80-mlp" => Mlp(name, gradient, 1, 80, Adaptive(1e-6, 1e-6)),
            _ => throw new ArgumentException($"{name} is no workload; known are {string.Join(", ", Names)}.", nameof(name)),
        };
    }

    private static Workload VanDerPol(string name)
    {
        var start = new double[2 * VdpBatch];
        for (var n = 0; n < VdpBatch; n++)
            (start[2 * n], start[(2 * n) + 1]) = ((float)(2.5 * Math.Sin(n + 1)), (float)(2.5 * Math.Cos(n + 1)));
        return new Workload
        {
            Name = name,
            NewField = (elementType, _) => new VanDerPolField(elementType),
            OnProcessorOnly = true,
            Batch = VdpBatch,
            Start = start,
            Times = [.. Enumerable.Range(0, VdpTimes).Select(i => (double)(float)(VdpEnd * i / (VdpTimes - 1)))],
            Settings = Adaptive(1e-5, 1e-5),
        };
    }

    private static Workload Spiral(string name, string gradient)
    {
        var curve = new SpiralCurve();
        return new Workload
        {
            Name = name,
            NewField = (elementType, device) => SpiralNetwork(elementType, device),
            Batch = SpiralCurve.Batch,
            Start = curve.Starts(0),
            Times = curve.Times,
            Settings = Adaptive(1e-7, 1e-9),
            Gradient = gradient,
            Loss = new MeanAbsolute(curve.Targets(0)),
        };
    }

    private static Workload Training(string name, string gradient) => Spiral(name, gradient) with { Training = new SpiralCurve(), OnProcessorOnly = true };

    private static Workload Mlp(string name, string gradient, double gain, double end, SolveSettings settings) => new()
    {
        Name = name,
        NewField = (elementType, device) => WideNetwork(gain, elementType, device),
        Batch = MlpBatch,
        Start = Chirp.Values(MlpBatch * MlpFeatures, 1, 0),
        Times = [0, end],
        Settings = settings,
        Gradient = gradient,
        Loss = new EndSquare(MlpBatch * MlpFeatures),
    };

    private static Workload Flow(string name, string gradient)
    {
        var place = Chirp.Values(FlowBatch * 2, 1.5, 0);
        var start = new double[FlowBatch * 3];
        for (var r = 0; r < FlowBatch; r++)
            place.AsSpan(r * 2, 2).CopyTo(start.AsSpan(r * 3));
        return new Workload
        {
            Name = name,
            NewField = (elementType, _) => NewFlow(elementType),
            OnProcessorOnly = true,
            Batch = FlowBatch,
            Start = start,
            Times = [0, 1],
            Settings = Adaptive(1e-5, 1e-5),
            Gradient = gradient,
            Loss = new FlowLikelihood(FlowBatch, 2),
        };
    }

    public static IVectorField NewFlow(ScalarType elementType)
    {
        var shape = MlpShape.Of(new([64, 64], ActivationKind.Tanh, 1, true), 2);
        var parameters = new ParameterBlock(shape.ParameterCount, elementType);
        Blocks.Fill(parameters.Block, Chirp.Layers([3, 64, 64, 2], 1));
        return elementType == ScalarType.Float32 ? new CnfField<float>(shape, parameters) : new CnfField<double>(shape, parameters);
    }

    private static SolveSettings Adaptive(double relative, double absolute)
        => new() { Solver = OdeSolvers.Find("dopri5")!, RelativeTolerance = relative, AbsoluteTolerance = absolute };

    /// <summary>2-50-2 over y³.</summary>
    public static MlpField SpiralNetwork(ScalarType elementType, ComputeDevice device)
        => Network(new([50], ActivationKind.Tanh, 3, false), 2, Chirp.Layers([2, 50, 2], null), elementType, device);

    /// <summary>20-64-64-20.</summary>
    public static MlpField WideNetwork(double gain, ScalarType elementType, ComputeDevice device)
        => Network(new([64, 64], ActivationKind.Tanh, 1, false), MlpFeatures, Chirp.Layers([MlpFeatures, 64, 64, MlpFeatures], gain), elementType, device);

    private static MlpField Network(ModelSettings.Mlp settings, int features, double[] parameters, ScalarType elementType, ComputeDevice device)
    {
        var field = VectorFields.Create(settings, features, elementType, device, 0);
        Blocks.Fill(field.Parameters.Block, parameters);
        return field;
    }
}
