using System.Security.Cryptography;
using System.Runtime.InteropServices;
using Orchestrator.OdeEngine.Training;
using Orchestrator.OdeEngine.Workloads.Series;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Workloads;

/// <summary>
/// The rows of a CSV as one trajectory (batch 1) from the first observed values. Training sees the training rows, or with a horizon a first part
/// of them that grows; validation is the same trajectory continued into the held-out rows, and counts only those.
/// </summary>
internal sealed class SeriesWorkload : IWorkload
{
    private const int FitPoints = 400;
    private readonly SeriesData _data;
    private readonly HorizonSettings? _horizon;
    private readonly int _iterations;
    private readonly ObservedPath _training;

    public SeriesWorkload(WorkloadSettings.Series settings, SeriesData data, int augment, int iterations, ScalarType elementType)
    {
        _data = data;
        _horizon = settings.Horizon;
        _iterations = iterations;
        Features = data.Columns.Length + augment;
        _training = Path(0, data.TrainingRows, data.TrainingRows, augment, elementType);
        var seen = data.TrainingRows + data.ValidationRows;
        Validation = HasValues(data.TrainingRows, seen) ? Path(data.TrainingRows, seen, seen, augment, elementType) : null;
        var end = data.ToProblemTime(data.Times[seen - 1]);
        FitTimes = [.. Enumerable.Range(0, FitPoints).Select(i => end * i / (FitPoints - 1))];
    }

    public int Features { get; }
    public int Batch => 1;
    public ObservedPath? Validation { get; }
    public double[] FitTimes { get; }
    public ObservedPath FitStart => _training;

    /// <summary>Rows in which both columns were observed.</summary>
    public PhasePlane? Plane
    {
        get
        {
            if (Features != 2 || _data.Columns is not [var first, var second])
                return null;
            var rows = Enumerable.Range(0, _data.Times.Length).Where(row => !double.IsNaN(first.Values[row]) && !double.IsNaN(second.Values[row])).ToArray();
            return new PhasePlane(first.StateName, second.StateName,
                [.. rows.Select(row => first.Scaling.ToModel(first.Values[row]))], [.. rows.Select(row => second.Scaling.ToModel(second.Values[row]))]);
        }
    }

    public string DataFingerprint
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(MemoryMarshal.AsBytes(_data.Times.AsSpan()));
            foreach (var column in _data.Columns)
                hash.AppendData(MemoryMarshal.AsBytes(column.Values.AsSpan()));
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }

    /// <exception cref="InvalidDataException">The file has mistakes; all are in the message.</exception>
    public static SeriesData LoadOrThrow(WorkloadSettings.Series settings) => SeriesFile.Load(settings) switch
    {
        SeriesLoad.Loaded loaded => loaded.Data,
        SeriesLoad.Errors errors => throw new InvalidDataException($"{settings.File}: {string.Join(" ", errors.All.Select(error => error.ToString()))}"),
        _ => throw new InvalidOperationException("Unknown result of loading a series."),
    };

    public ObservedPath Training(int iteration)
    {
        if (_horizon is { } horizon)
        {
            var grown = Math.Min(1, iteration / Math.Max(1, horizon.FullAtFraction * _iterations));
            var fraction = horizon.StartFraction + ((1 - horizon.StartFraction) * grown);
            _training.UsedTimes = Math.Clamp((int)Math.Ceiling(fraction * _training.Times.Length), 2, _training.Times.Length);
        }
        return _training;
    }

    public FitCurves Fit(ReadOnlySpan<double> states)
    {
        var times = FitTimes.Select(time => _data.Times[0] + (time * _data.ProblemUnit)).ToArray();
        var curves = new List<FitCurve>();
        for (var c = 0; c < _data.Columns.Length; c++)
        {
            var column = _data.Columns[c];
            var values = new double[times.Length];
            for (var k = 0; k < values.Length; k++)
                values[k] = column.Scaling.ToData(states[(k * Features) + c]);
            var rows = Enumerable.Range(0, _data.Times.Length).Where(row => !double.IsNaN(column.Values[row])).ToArray();
            curves.Add(new FitCurve(column.Name, [.. times], [.. values], [.. rows.Select(row => _data.Times[row])], [.. rows.Select(row => column.Values[row])]));
        }
        double? trainingEnd = _data.TrainingRows < _data.Times.Length ? _data.Times[_data.TrainingRows - 1] : null;
        return new FitCurves(_data.TimeName, _data.Axis.ToString(), trainingEnd, [.. curves]);
    }

    public void Dispose()
    {
        _training.Dispose();
        Validation?.Dispose();
    }

    private bool HasValues(int from, int to)
        => _data.Columns.Any(column => Enumerable.Range(from, to - from).Any(row => !double.IsNaN(column.Values[row])));

    /// <summary>Rows 0 … rows − 1 with something observed, plus the first; values count from <paramref name="from"/> to <paramref name="to"/>.</summary>
    private ObservedPath Path(int from, int to, int rows, int augment, ScalarType elementType)
    {
        var columns = _data.Columns;
        var used = Enumerable.Range(0, rows).Where(row => row == 0 || columns.Any(column => !double.IsNaN(column.Values[row]))).ToArray();
        var times = used.Select(row => _data.ToProblemTime(_data.Times[row])).ToArray();
        var path = new ObservedPath(LossKind.MeanSquaredError, 1, columns.Length, augment, times, elementType);
        for (var c = 0; c < columns.Length; c++)
        {
            path.SetStart(0, c, columns[c].Scaling.ToModel(columns[c].Values.First(value => !double.IsNaN(value))));
            for (var k = 0; k < used.Length; k++)
                path.Values[(k * columns.Length) + c] = used[k] >= from && used[k] < to ? columns[c].Scaling.ToModel(columns[c].Values[used[k]]) : double.NaN;
        }
        return path;
    }
}
