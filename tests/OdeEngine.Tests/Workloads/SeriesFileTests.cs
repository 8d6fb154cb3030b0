using System.Globalization;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Training;
using Orchestrator.OdeEngine.Workloads;
using Orchestrator.OdeEngine.Workloads.Series;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Tests.Workloads;

public sealed class SeriesFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("Été 2026 №1 (a&b) ").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void D1_missing_values_are_left_out_of_statistics_and_loss()
    {
        var settings = Settings("t,a,b\n0,1.0,10\n1,,12\n2,3.0,\n3.5,NA,16\n4,5.0,18\n6,,\n7,7.0,24\n", "t", ["a", "b"], SeriesTransform.Standardize, 1, 0);
        var data = Loaded(settings);
        Assert.Equal((4, 5), (data.Columns[0].Observed, data.Columns[1].Observed));
        Assert.Equal((4.0, 16.0), (data.Columns[0].Scaling.Shift, data.Columns[1].Scaling.Shift));
        Assert.Equal(2.2360679775, data.Columns[0].Scaling.Scale, 1e-10);
        Assert.Equal(4.8989794856, data.Columns[1].Scaling.Scale, 1e-10);

        var raw = settings with { Transform = SeriesTransform.None };
        using var workload = new SeriesWorkload(raw, Loaded(raw), 0, 10, ScalarType.Float64);
        var path = workload.Training(0);
        Assert.Equal(9, path.Values.Count(value => !double.IsNaN(value)));
        Assert.Equal(6, path.Times.Length);
        using var constant = StateBlock.Zeros(path.Times.Length, 2, ScalarType.Float64);
        for (var k = 0; k < constant.Count; k++)
            constant.Doubles[k] = k % 2 == 0 ? 4 : 16;
        using var bar = StateBlock.Zeros(path.Times.Length, 2, ScalarType.Float64);
        Assert.Equal(15.5555555556, path.Loss(constant, bar), 1e-9);
        Assert.Equal(2.0 * (4 - 1) / 9, bar.Doubles[0], 1e-12);
        Assert.Equal(0, bar.Doubles[2]);
    }

    [Fact]
    public void D1_a_value_missing_in_the_first_row_starts_at_the_first_observed_one()
    {
        var settings = Settings("t,a\n0,\n1,5\n2,6\n", "t", ["a"], SeriesTransform.None, 1, 0);
        using var workload = new SeriesWorkload(settings, Loaded(settings), 1, 10, ScalarType.Float32);
        Assert.Equal([5f, 0f], workload.Training(0).Start.Floats.ToArray());
    }

    [Fact]
    public void D1_other_text_is_an_error_with_line_and_column_and_all_are_found()
    {
        var errors = Errors(Settings("t,a,b\n0,-,1\n1,n/a,2\n2,1.2.3,x\nq,4,5\n3,6\n4,Infinity,7\n", "t", ["a", "b"], SeriesTransform.None, 1, 0));
        Assert.Equal([(2, "a"), (3, "a"), (4, "a"), (4, "b"), (5, "t"), (6, null), (7, "a")], errors.Select(error => (error.Line!.Value, error.Column)));
    }

    [Fact]
    public void D2_constant_and_far_columns_keep_their_digits()
    {
        var rows = Enumerable.Range(0, 22).Select(t => $"{t},5,-11.512925464970229,{1_000_000_000 + t}");
        var settings = Settings("t,flat,tiny,big\n" + string.Join('\n', rows), "t", ["flat", "tiny", "big"], SeriesTransform.Standardize, 0.5, 0.5);
        var data = Loaded(settings);
        Assert.Equal((11, 11), (data.TrainingRows, data.ValidationRows));
        var (flat, tiny, big) = (data.Columns[0], data.Columns[1], data.Columns[2]);
        Assert.All(flat.Values, value => Assert.Equal(0, flat.Scaling.ToModel(value), 1e-12));
        Assert.All(tiny.Values, value => Assert.Equal(0, tiny.Scaling.ToModel(value), 1e-12));
        Assert.Equal((5, -11.512925464970229), (flat.Scaling.ToData(0), tiny.Scaling.ToData(0)));
        Assert.Equal(2, data.Remarks.Count(remark => remark.Contains("constant", StringComparison.Ordinal)));
        Assert.Equal(1000000005, big.Scaling.Shift, 1e-6);
        Assert.Equal(3.1622776602, big.Scaling.Scale, 1e-9);
        using var workload = new SeriesWorkload(settings, data, 0, 1, ScalarType.Float32);
        Assert.Equal(-1.5811388301, workload.Training(0).Start.Floats[2], 1e-6);
        Assert.Equal(5.0596442563, workload.Validation!.Values[^1], 1e-6);
        Assert.True(double.IsNaN(workload.Validation.Values[0]));
    }

    [Fact]
    public void D3_offsets_make_elapsed_seconds_and_missing_ones_are_utc()
    {
        string[] times = ["2024-10-27T01:30:00+02:00", "2024-10-27T02:30:00+02:00", "2024-10-27T02:30:00+01:00", "2024-10-27T03:30:00+01:00", "2024-10-27T03:30:00Z"];
        var data = Loaded(Times(times));
        Assert.Equal([0, 3600, 7200, 10800, 14400], data.Times);
        Assert.Equal("s since 2024-10-26T23:30:00Z", data.Axis.ToString());
        Assert.Equal(3600, data.ProblemUnit);
        Assert.Empty(data.Remarks);

        string[] cut = [.. times.Select(time => time[..19])];
        var repeated = Errors(Times(cut));
        Assert.Equal([4, 6], repeated.Select(error => error.Line!.Value));
        Assert.Contains("lines 3 and 4", repeated[0].Message, StringComparison.Ordinal);
        Assert.Contains("lines 5 and 6", repeated[1].Message, StringComparison.Ordinal);
        Assert.Contains("UTC", Assert.Single(Loaded(Times([cut[0], cut[1], cut[3]])).Remarks), StringComparison.Ordinal);
        Assert.Equal(4, Assert.Single(Errors(Times([times[0], times[1], "2024-10-27T03:00:00", times[4]]))).Line);
    }

    [Fact]
    public void Long_spans_of_dates_are_told_in_days_and_falling_times_are_refused()
    {
        var data = Loaded(Times(["2024-01-01", "2024-02-01", "2024-03-01"]));
        Assert.Equal([0, 31, 60], data.Times);
        Assert.Equal("d since 2024-01-01T00:00:00Z", data.Axis.ToString());
        Assert.Equal(4, Assert.Single(Errors(Times(["1", "3", "2"]))).Line);
    }

    [Fact]
    public void Logarithms_of_what_has_none_are_located()
        => Assert.Equal([(3, "a"), (4, "b")], Errors(Settings("t,a,b\n0,1,1\n1,0,1\n2,1,-3\n", "t", ["a", "b"], SeriesTransform.Log, 1, 0)).Select(error => (error.Line!.Value, error.Column!)));

    [Fact]
    public void O5_names_that_look_like_yaml_scalars_stay_names()
    {
        var data = Loaded(Settings("on,NO,yes,1e3\n0,1,2,3\n1,2,3,4\n", "on", ["NO", "yes", "1e3"], SeriesTransform.None, 1, 0));
        Assert.Equal(["NO", "yes", "1e3"], data.Columns.Select(column => column.Name));
    }

    [Fact]
    public void Missing_files_columns_rows_and_impossible_splits_are_errors_not_exceptions()
    {
        Assert.Single(Errors(Settings("", "t", ["a"], SeriesTransform.None, 1, 0) with { File = Path.Combine(_folder, "none.csv") }));
        Assert.Single(Errors(Settings("", "t", ["a"], SeriesTransform.None, 1, 0)));
        Assert.Equal(2, Errors(Settings("t,a\n0,1\n", "time", ["b"], SeriesTransform.None, 1, 0)).Length);
        Assert.Single(Errors(Settings("t,a\n0,1\n1,2\n", "t", ["a"], SeriesTransform.None, 0.2, 0)));
        Assert.Single(Errors(Settings("t,a\n0,1\n1,2\n2,3\n", "t", ["a"], SeriesTransform.None, 0.8, 0.5)));
    }

    [Fact]
    public void The_horizon_grows_to_all_training_rows()
    {
        var rows = string.Concat(Enumerable.Range(0, 20).Select(t => $"{t},{t + 1}\n"));
        var settings = Settings("t,a\n" + rows, "t", ["a"], SeriesTransform.None, 1, 0) with { Horizon = new HorizonSettings(0.3, 0.5) };
        using var workload = new SeriesWorkload(settings, Loaded(settings), 0, 100, ScalarType.Float32);
        Assert.Equal([6, 13, 20, 20], new[] { 0, 25, 50, 99 }.Select(iteration => workload.Training(iteration).UsedTimes));
        Assert.Null(workload.Validation);
    }

    private WorkloadSettings.Series Times(string[] times)
        => Settings("time,y\n" + string.Concat(times.Select((time, k) => string.Create(CultureInfo.InvariantCulture, $"{time},{k + 1}\n"))), "time", ["y"], SeriesTransform.None, 1, 0);

    private WorkloadSettings.Series Settings(string content, string time, string[] columns, SeriesTransform transform, double train, double validation)
    {
        var file = Path.Combine(_folder, $"pelts & co's {Guid.NewGuid():N}.csv");
        File.WriteAllText(file, content);
        return new WorkloadSettings.Series(file, time, [.. columns], transform, train, validation);
    }

    private static SeriesData Loaded(WorkloadSettings.Series settings)
        => SeriesFile.Load(settings) is SeriesLoad.Loaded loaded ? loaded.Data : throw new InvalidDataException(string.Join("; ", Errors(settings)));

    private static SeriesError[] Errors(WorkloadSettings.Series settings) => [.. Assert.IsType<SeriesLoad.Errors>(SeriesFile.Load(settings)).All];
}
