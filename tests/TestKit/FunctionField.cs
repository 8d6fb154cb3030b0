using Orchestrator.OdeEngine.Problems;
using static TorchSharp.torch;

namespace Orchestrator.TestKit;

/// <summary>A vector field over the rows of a block from a <see cref="SampleFunction"/>. It counts its own calls, apart from the engine's counting.</summary>
public sealed class FunctionField : IVectorField, IDisposable
{
    private readonly SampleFunction _function;
    private readonly double[] _y;
    private readonly double[] _slope;
    private readonly double[] _bar;
    private readonly double[] _theta;
    private readonly double[] _thetaBar;

    public FunctionField(SampleFunction function, ScalarType elementType = ScalarType.Float64, params double[] theta)
    {
        _function = function;
        Parameters = new ParameterBlock(theta.Length, elementType);
        (_y, _slope, _bar) = (new double[function.Features], new double[function.Features], new double[function.Features]);
        (_theta, _thetaBar) = (theta, new double[theta.Length]);
        Write(theta, 0, Parameters.Block);
    }

    public int Features => _function.Features;
    public ParameterBlock Parameters { get; }
    public bool DependsOnTime => _function.DependsOnTime;
    public long Calls { get; private set; }
    public long Products { get; private set; }
    /// <summary>Every time f was asked for, if a list is set.</summary>
    public List<double>? Times { get; set; }

    public void Evaluate(in SolveTime t, StateBlock y, StateBlock dydt)
    {
        Calls++;
        Times?.Add(t.Of(0));
        Read(Parameters.Block, 0, _theta);
        for (var row = 0; row < y.Batch; row++)
        {
            Read(y, row, _y);
            _function.Evaluate(t.Of(row), _y, _theta, _slope);
            Write(_slope, row, dydt);
        }
    }

    public IFieldTape NewTape(int batch) => new Tape(batch, Features);

    public void Linearize(in SolveTime t, StateBlock y, StateBlock dydt, IFieldTape tape)
    {
        Evaluate(t, y, dydt);
        var kept = (Tape)tape;
        for (var row = 0; row < y.Batch; row++)
        {
            kept.Times[row] = t.Of(row);
            Read(y, row, kept.States.AsSpan(row * Features, Features));
        }
    }

    public void Vjp(IFieldTape tape, StateBlock cotangent, in VjpTargets into)
    {
        Products++;
        var kept = (Tape)tape;
        Read(Parameters.Block, 0, _theta);
        for (var row = 0; row < cotangent.Batch; row++)
        {
            Read(cotangent, row, _slope);
            Read(into.YBar, row, _bar);
            Array.Clear(_thetaBar);
            var time = _function.Vjp(kept.Times[row], kept.States.AsSpan(row * Features, Features), _theta, _slope, new ProductTargets(_bar, _thetaBar));
            Write(_bar, row, into.YBar);
            if (into.ParameterBar is { } parameterBar)
                AddTo(parameterBar);
            if (into.TBar.Length > 0)
                into.TBar[into.TBar.Length == 1 ? 0 : row] += time;
        }
    }

    public void Dispose() => Parameters.Dispose();

    private void AddTo(StateBlock parameterBar)
    {
        for (var i = 0; i < _thetaBar.Length; i++)
            if (parameterBar.ElementType == ScalarType.Float64)
                parameterBar.Doubles[i] += _thetaBar[i];
            else
                parameterBar.Floats[i] += (float)_thetaBar[i];
    }

    private static void Read(StateBlock block, int row, Span<double> into)
    {
        var from = row * into.Length;
        for (var i = 0; i < into.Length; i++)
            into[i] = block.ElementType == ScalarType.Float64 ? block.Doubles[from + i] : block.Floats[from + i];
    }

    private static void Write(ReadOnlySpan<double> values, int row, StateBlock block)
    {
        for (var i = 0; i < values.Length; i++)
            if (block.ElementType == ScalarType.Float64)
                block.Doubles[row * values.Length + i] = values[i];
            else
                block.Floats[row * values.Length + i] = (float)values[i];
    }

    private sealed class Tape(int batch, int features) : IFieldTape
    {
        public double[] Times { get; } = new double[batch];
        public double[] States { get; } = new double[batch * features];
        public long Bytes => (Times.Length + States.Length) * sizeof(double);
        public void Dispose() { }
    }
}
