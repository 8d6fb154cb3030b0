using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.OdeEngine.Training;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Workloads;

/// <summary>
/// Cubic spiral: every iteration draws pieces of the true curve without repetition; L1 loss. Validation compares the model's whole curve from
/// (2, 0) with the true one, as the demo does: no piece is that long, so it measures what training does not see.
/// </summary>
/// <remarks>torchdiffeq, examples/ode_demo.py. The true curve is solved here in float64, dopri5, rtol 1e-10, atol 1e-12.</remarks>
internal sealed class SpiralWorkload : IWorkload
{
    private const int StateFeatures = 2;
    private const int FitPoints = 500;
    private const string TrueCurveSolver = "dopri5";
    private readonly WorkloadSettings.CubicSpiral _settings;
    private readonly ulong _seed;
    private readonly double[] _curve;
    private readonly double[] _curveTimes;
    private readonly ObservedPath _training;
    private readonly ObservedPath _validation;
    private readonly int[] _starts;

    public SpiralWorkload(WorkloadSettings.CubicSpiral settings, int augment, ulong seed, ScalarType elementType)
    {
        if (settings.BatchTimes < 2 || settings.Batch < 1 || !(settings.EndTime > 0) || settings.Points - settings.BatchTimes < settings.Batch)
            throw new ArgumentException($"cubic-spiral: points = {settings.Points}, batch = {settings.Batch}, batch_times = {settings.BatchTimes}, end_time = {settings.EndTime}: batch_times must be at least 2, end_time above 0, and points at least batch + batch_times.");
        (_settings, _seed, Features) = (settings, seed, StateFeatures + augment);
        _curveTimes = [.. Enumerable.Range(0, settings.Points).Select(i => settings.EndTime * i / (settings.Points - 1))];
        _curve = Solve(_curveTimes);
        _training = new ObservedPath(LossKind.MeanAbsoluteError, settings.Batch, StateFeatures, augment, _curveTimes[..settings.BatchTimes], elementType);
        _validation = new ObservedPath(LossKind.MeanAbsoluteError, 1, StateFeatures, augment, _curveTimes, elementType);
        _curve.CopyTo(_validation.Values, 0);
        for (var i = 0; i < StateFeatures; i++)
            _validation.SetStart(0, i, _curve[i]);
        _starts = new int[settings.Points - settings.BatchTimes];
        FitTimes = [.. Enumerable.Range(0, FitPoints).Select(i => settings.EndTime * i / (FitPoints - 1))];
    }

    public int Features { get; }
    public int Batch => _settings.Batch;
    public ObservedPath? Validation => _validation;
    public double[] FitTimes { get; }
    public ObservedPath FitStart => _validation;
    public string DataFingerprint => "cubic-spiral";

    public PhasePlane? Plane => Features != StateFeatures ? null
        : new PhasePlane("x", "y", [.. Coordinate(0)], [.. Coordinate(1)]);

    public ObservedPath Training(int iteration)
    {
        var random = new RandomStream(_seed, RandomStream.DataPurpose, (ulong)iteration);
        for (var i = 0; i < _starts.Length; i++)
            _starts[i] = i;
        for (var sample = 0; sample < Batch; sample++)
        {
            var drawn = sample + random.Below(_starts.Length - sample);
            (_starts[sample], _starts[drawn]) = (_starts[drawn], _starts[sample]);
            Place(sample, _starts[sample]);
        }
        return _training;
    }

    public FitCurves Fit(ReadOnlySpan<double> states)
    {
        var curves = ImmutableArray.CreateBuilder<FitCurve>();
        foreach (var (name, i) in new[] { ("x", 0), ("y", 1) })
        {
            var values = new double[FitTimes.Length];
            for (var k = 0; k < values.Length; k++)
                values[k] = states[(k * Features) + i];
            curves.Add(new FitCurve(name, [.. FitTimes], [.. values], [.. _curveTimes], [.. Coordinate(i)]));
        }
        return new FitCurves("t", "", null, curves.ToImmutable());
    }

    public void Dispose()
    {
        _training.Dispose();
        _validation.Dispose();
    }

    /// <summary>x (0) or y (1) of the true curve.</summary>
    private IEnumerable<double> Coordinate(int i) => Enumerable.Range(0, _settings.Points).Select(k => _curve[(k * StateFeatures) + i]);

    private void Place(int sample, int start)
    {
        for (var i = 0; i < StateFeatures; i++)
        {
            _training.SetStart(sample, i, _curve[(start * StateFeatures) + i]);
            for (var k = 0; k < _settings.BatchTimes; k++)
                _training.Values[(((k * Batch) + sample) * StateFeatures) + i] = _curve[((start + k) * StateFeatures) + i];
        }
    }

    private static double[] Solve(double[] times)
    {
        using var field = new CubicSpiralField();
        var settings = new SolveSettings { Solver = OdeSolvers.Find(TrueCurveSolver)!, RelativeTolerance = 1e-10, AbsoluteTolerance = 1e-12 };
        using var solve = Ode.Prepare(new CountedField(field), 1, settings, null);
        using var start = StateBlock.Zeros(1, StateFeatures, ScalarType.Float64);
        start.Doubles[0] = 2;
        var report = solve.Forward(start, times);
        return report.Status is SolveStatus.Ok
            ? solve.Outputs.Doubles.ToArray()
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The true spiral could not be solved up to {times[^1]}: {report.Failure}"));
    }
}
