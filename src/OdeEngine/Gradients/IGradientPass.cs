using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Output;
using Orchestrator.OdeEngine.Problems;

namespace Orchestrator.OdeEngine.Gradients;

/// <summary>The backward half of one prepared solve.</summary>
internal interface IGradientPass : IDisposable
{
    /// <summary>What it wants to remember of the forward solve; null: nothing.</summary>
    ISolveRecorder? Recorder { get; }

    /// <summary>Where it wants the forward solve kept for evaluation at any time; null: nowhere.</summary>
    DenseOutput? Path { get; }

    /// <summary>From now on rows of rejected steps are looked for where the pass solves an equation; null: no more.</summary>
    void Watch(RejectionWatch? rejections) { }

    /// <summary>Adds ∂L/∂y0 and ∂L/∂θ to the request's blocks. Times are not its affair.</summary>
    GradientEnd Run(in GradientRequest request);
}

/// <summary>How a backward pass ended, with its own steps where it solves an equation.</summary>
internal readonly record struct GradientEnd(SolveFailure? Failure, StepTally Steps)
{
    public static GradientEnd Ok { get; }
}

/// <summary>Steps of one or more solves. Lengths are 0 when no step was accepted.</summary>
internal readonly record struct StepTally(long Accepted, long Rejected, double Smallest, double Largest)
{
    public StepTally With(long accepted, long rejected, double smallest, double largest)
        => new(Accepted + accepted, Rejected + rejected,
            Accepted == 0 ? smallest : accepted == 0 ? Smallest : Math.Min(Smallest, smallest), Math.Max(Largest, largest));
}

/// <summary>What is asked of a gradient.</summary>
/// <param name="times">Output times of the forward solve.</param>
/// <param name="outputs">Its outputs [times · batch, features].</param>
/// <param name="outputsBar">∂L/∂outputs, same shape.</param>
/// <param name="y0Bar">Added to; or null.</param>
/// <param name="parameterBar">Added to; or null.</param>
/// <param name="stateBar">Receives ∂L/∂y(t0) without the direct effect of output 0, which is what moving t0 acts through; or null.</param>
internal readonly ref struct GradientRequest(ReadOnlySpan<double> times, StateBlock outputs, StateBlock outputsBar, StateBlock? y0Bar, StateBlock? parameterBar, StateBlock? stateBar)
{
    public ReadOnlySpan<double> Times { get; } = times;
    public StateBlock Outputs { get; } = outputs;
    public StateBlock OutputsBar { get; } = outputsBar;
    public StateBlock? Y0Bar { get; } = y0Bar;
    public StateBlock? ParameterBar { get; } = parameterBar;
    public StateBlock? StateBar { get; } = stateBar;

    /// <summary>Hands over ∂L/∂y at the start: to the time gradient as it is, to y0 together with that of output 0.</summary>
    public void AddStart(StateBlock yBar, IStateArithmetic arithmetic, in RowRange whole)
    {
        if (StateBar is not null)
            arithmetic.CopyRows(StateBar, yBar, whole);
        if (Y0Bar is null)
            return;
        arithmetic.AddRows(Y0Bar, yBar, whole, 1);
        arithmetic.AddRows(Y0Bar, OutputsBar, whole, 1);
    }
}
