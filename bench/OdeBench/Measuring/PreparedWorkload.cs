using Orchestrator.OdeEngine;
using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.OdeBench.Problems;
using static TorchSharp.torch;

namespace Orchestrator.OdeBench.Measuring;

/// <summary>A workload with its memory laid out, in one dtype.</summary>
internal sealed class PreparedWorkload : IDisposable
{
    private readonly IPreparedSolve _solve;
    private readonly StateBlock? _outputsBar;

    public PreparedWorkload(Workload workload, ScalarType elementType, SolveSettings settings, string? gradient)
    {
        Workload = workload;
        Field = workload.NewField(elementType);
        Counted = new CountedField(Field);
        _solve = Ode.Prepare(Counted, workload.Batch, settings, gradient is null ? null : new GradientSettings { Method = GradientMethods.Find(gradient)! });
        Start = StateBlock.Zeros(workload.Batch, Field.Features, elementType);
        Blocks.Fill(Start, workload.Start);
        _outputsBar = gradient is null ? null : StateBlock.Zeros(workload.Times.Length * workload.Batch, Field.Features, elementType);
        ParameterBar = Field.Parameters.NewGradient();
    }

    public Workload Workload { get; }
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
        Orchestrator.OdeEngine.Models.BlockMemory.BytesOf(ParameterBar).Clear();
        LastBackward = _solve.Backward(_outputsBar!, null, ParameterBar, []);
        if (LastBackward.Failure is { } failure)
            throw new InvalidOperationException($"{Workload.Name}: the backward solve failed: {failure}");
    }

    public void Dispose()
    {
        _outputsBar?.Dispose();
        ParameterBar.Dispose();
        Start.Dispose();
        _solve.Dispose();
        (Field as IDisposable)?.Dispose();
    }
}
