using System.Runtime.InteropServices;
using Orchestrator.OdeEngine.Solvers;

namespace Orchestrator.OdeEngine.Gradients;

/// <summary>An output within a recorded step. Lane 0 of one is the whole batch.</summary>
internal readonly record struct RecordedOutput(int Output, int Lane, double Theta);

/// <summary>The accepted steps of a solve without their states: schemes, times and lengths by lane, and the outputs in them.</summary>
internal sealed class StepLog(int lanes)
{
    private readonly List<StepScheme> _schemes = [];
    private readonly List<double> _starts = [];
    private readonly List<double> _steps = [];
    private readonly List<RecordedOutput> _outputs = [];
    private readonly List<int> _outputEnds = [];
    private readonly double[] _lastEnds = new double[lanes];

    public int Count => _schemes.Count;

    public void Begin()
    {
        _schemes.Clear();
        _starts.Clear();
        _steps.Clear();
        _outputs.Clear();
        _outputEnds.Clear();
    }

    /// <summary>An output of the step that is added next.</summary>
    public void Add(in RecordedOutput output) => _outputs.Add(output);

    public void Add(in AcceptedStep step)
    {
        _schemes.Add(step.Scheme);
        _starts.AddRange(step.Starts);
        _steps.AddRange(step.Steps);
        _outputEnds.Add(_outputs.Count);
        step.Ends.CopyTo(_lastEnds);
    }

    public StepScheme Scheme(int step) => _schemes[step];
    public ReadOnlySpan<double> Starts(int step) => Of(_starts, step);
    /// <summary>A lane's step ends where its next one starts, whether that is the next of the log or not.</summary>
    public ReadOnlySpan<double> Ends(int step) => step + 1 < Count ? Starts(step + 1) : _lastEnds;
    /// <summary>Signed lengths; 0 in lanes that did not take the step.</summary>
    public ReadOnlySpan<double> Steps(int step) => Of(_steps, step);

    public ReadOnlySpan<RecordedOutput> Outputs(int step)
        => CollectionsMarshal.AsSpan(_outputs)[(step == 0 ? 0 : _outputEnds[step - 1]).._outputEnds[step]];

    private ReadOnlySpan<double> Of(List<double> values, int step) => CollectionsMarshal.AsSpan(values).Slice(step * lanes, lanes);
}
