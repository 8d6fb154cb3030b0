using Orchestrator.OdeEngine;
using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.OdeBench.Problems;
using static TorchSharp.torch;

namespace Orchestrator.OdeBench.Measuring;

/// <summary>A workload with its memory laid out, in one dtype.</summary>
internal sealed class PreparedWorkload : IDisposable
{
    private readonly PreparedSolve _solve;
    private readonly StateBlock? _outputsBar;

    public PreparedWorkload(Workload workload, ScalarType elementType, SolveSettings settings, string? gradient)
        : this(workload, ComputeDevice.Processor, elementType, settings, gradient) { }

    public PreparedWorkload(Workload workload, ComputeDevice device, ScalarType elementType, SolveSettings settings, string? gradient)
    {
        (Workload, Device) = (workload, device);
        Field = workload.NewField(elementType, device);
        Counted = new CountedField(Field);
        _solve = Ode.Prepare(Counted, workload.Batch, settings, gradient is null ? null : new GradientSettings { Method = GradientMethods.Find(gradient)! }, StateArithmetic.For);
        Start = NewBlock(workload.Batch);
        Blocks.Fill(Start, workload.Start);
        _outputsBar = gradient is null ? null : NewBlock(workload.Times.Length * workload.Batch);
        ParameterBar = Field.Parameters.NewGradient();
    }

    public Workload Workload { get; }
    public ComputeDevice Device { get; }
    public IVectorField Field { get; }
    public CountedField Counted { get; }
    public StateBlock Start { get; }
    public StateBlock ParameterBar { get; }
    public StateBlock Outputs => _solve.Outputs;
    public ForwardReport? LastForward { get; private set; }
    public BackwardReport? LastBackward { get; private set; }
    public double LastLoss { get; private set; }
    public long PeakBytes => _solve.PeakBytes;

    public void Forward()
    {
        LastForward = _solve.Forward(Start, Workload.Times);
        if (LastForward.Failure is { } failure)
            throw new InvalidOperationException($"{Workload.Name}: the forward solve failed: {failure}");
        if (_outputsBar is not null)
            LastLoss = Workload.Loss!.Of(_solve.Outputs, _outputsBar);
    }

    public void Backward()
    {
        ParameterBar.Clear();
        LastBackward = _solve.Backward(_outputsBar!, null, ParameterBar, []);
        if (LastBackward.Failure is { } failure)
            throw new InvalidOperationException($"{Workload.Name}: the backward solve failed: {failure}");
        Device.Synchronize();
    }

    /// <summary>Zeros [rows, features] where the workload lies.</summary>
    public StateBlock NewBlock(int rows) => StateBlock.Zeros(rows, Field.Features, Field.Parameters.ElementType, Device);

    public void Dispose()
    {
        _outputsBar?.Dispose();
        ParameterBar.Dispose();
        Start.Dispose();
        _solve.Dispose();
        (Field as IDisposable)?.Dispose();
    }
}
