using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.TestKit;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Tests.Gradients;

/// <summary>A problem to differentiate, in either dtype. Starts and output gradients are made up.</summary>
internal sealed record GradientCase(Func<ScalarType, IVectorField> NewField, SolveSettings Settings, double[] Times)
{
    public int Batch { get; init; } = 3;
    public ScalarType ElementType { get; init; } = ScalarType.Float64;

    public static GradientCase Of(SampleFunction function, SolveSettings settings, double[] times, params double[] theta)
        => new(elementType => new FunctionField(function, elementType, theta), settings, times);

    /// <summary>Steps of about this length, or tolerances that need steps of about it.</summary>
    public static SolveSettings Usual(string solver, BatchStepping stepping = BatchStepping.Shared)
        => Solving.Named(solver).IsAdaptive
            ? new SolveSettings { Solver = Solving.Named(solver), RelativeTolerance = 1e-6, AbsoluteTolerance = 1e-7, MaxStep = 0.08, Batch = stepping }
            : new SolveSettings { Solver = Solving.Named(solver), StepSize = 0.03 };

    public static GradientSettings Method(string name) => new() { Method = GradientMethods.Find(name)! };

    public PreparedCase Prepare(GradientSettings gradient) => new(this, gradient);
    public PreparedCase Prepare(string method) => Prepare(Method(method));

    public GradientValues Differentiate(string method)
    {
        using var prepared = Prepare(method);
        return prepared.Run();
    }
}

/// <summary>Everything a backward pass answered, bit for bit.</summary>
internal sealed record GradientValues(ForwardReport Forward, BackwardReport Backward, double[] Y0, double[] Parameters, double[] Times)
{
    public void AssertSameBits(GradientValues other)
    {
        Assert.Equal(SolveStatus.Ok, Backward.Status);
        Assert.Equal(SolveStatus.Ok, other.Backward.Status);
        Assert.Contains(Y0, value => value != 0);
        Assert.Equal(other.Y0, Y0);
        Assert.Equal(other.Parameters, Parameters);
        Assert.Equal(other.Times, Times);
    }

    /// <summary>Distance of both gradients together, relative to the length of the other's.</summary>
    public double DistanceTo(GradientValues other)
    {
        double[] own = [.. Y0, .. Parameters];
        double[] others = [.. other.Y0, .. other.Parameters];
        return Length(own.Zip(others, (a, b) => a - b)) / Length(others);
    }

    private static double Length(IEnumerable<double> values) => Math.Sqrt(values.Sum(value => value * value));
}

/// <summary>A case with its memory laid out.</summary>
internal sealed class PreparedCase : IDisposable
{
    private readonly GradientCase _case;
    private readonly IPreparedSolve _solve;
    private readonly StateBlock _y0;

    public PreparedCase(GradientCase from, GradientSettings gradient)
    {
        _case = from;
        Field = from.NewField(from.ElementType);
        _solve = Ode.Prepare(new CountedField(Field), from.Batch, from.Settings, gradient);
        _y0 = Block(from.Batch, i => 0.4 + (0.6 * Math.Abs(Math.Sin((i * i) + 1))));
    }

    public IVectorField Field { get; }
    public long PeakBytes => _solve.PeakBytes;

    public GradientValues Run(double[]? times = null)
    {
        var forward = Forward(times);
        return Backward(forward, times);
    }

    public ForwardReport Forward(double[]? times = null) => _solve.Forward(_y0, times ?? _case.Times);

    public GradientValues Backward(ForwardReport forward, double[]? times = null)
    {
        var count = (times ?? _case.Times).Length;
        using var bar = Block(count * _case.Batch, i => Math.Cos(i + 0.3));
        using var y0Bar = Block(_case.Batch, _ => 0);
        using var parameterBar = Field.Parameters.NewGradient();
        var timesBar = new double[count];
        var report = _solve.Backward(bar, y0Bar, parameterBar, timesBar);
        return new GradientValues(forward, report, Values(y0Bar), Values(parameterBar), timesBar);
    }

    public void Dispose()
    {
        _y0.Dispose();
        _solve.Dispose();
        (Field as IDisposable)?.Dispose();
    }

    private StateBlock Block(int batch, Func<int, double> value)
    {
        var block = StateBlock.Zeros(batch, Field.Features, _case.ElementType);
        for (var i = 0; i < block.Count; i++)
        {
            if (_case.ElementType == ScalarType.Float64)
                block.Doubles[i] = value(i);
            else
                block.Floats[i] = (float)value(i);
        }
        return block;
    }

    private static double[] Values(StateBlock block)
        => block.ElementType == ScalarType.Float64 ? block.Doubles.ToArray() : [.. block.Floats.ToArray().Select(value => (double)value)];
}
