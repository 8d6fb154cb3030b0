using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Reports.Statistics;

namespace Orchestrator.Grains.Tests.Reports;

public sealed class IntervalTests
{
    private static readonly double[] Skewed = [1.2, 0.8, 1.5, 0.9, 1.1, 6.3, 1.0, 2.4, 0.7, 1.3];

    // Mean of 20 bootstrap-t intervals of 20,000 resamples each with numpy: [0.945, 7.06]; Student's is [0.518, 2.922].
    [Fact]
    public void A_skewed_sample_has_a_skewed_interval()
    {
        var estimate = Estimates.Of(Skewed.Select(value => (double?)value));
        Assert.Equal(IntervalMethod.StudentisedBootstrap, estimate.Interval);
        Assert.Equal(0.945, estimate.Low, 0.06);
        Assert.Equal(7.06, estimate.High, 0.6);
        Assert.Equal(estimate, Estimates.Of(Skewed.Select(value => (double?)value)));
    }

    [Fact]
    public void Seven_values_and_symmetric_samples_have_students_interval()
    {
        Assert.Equal(IntervalMethod.StudentT, Estimates.Of(Skewed.Take(7).Select(value => (double?)value)).Interval);
        Assert.Equal(IntervalMethod.StudentT, Estimates.Of(Enumerable.Range(0, 20).Select(i => (double?)i)).Interval);
        Assert.Equal(IntervalMethod.StudentT, Estimates.Of(Enumerable.Repeat<double?>(3, 20)).Interval);
        Assert.Equal(IntervalMethod.StudentT, Estimates.Of(Enumerable.Range(0, 201).Select(i => (double?)(i * i * i))).Interval);
    }

    // One value apart from the others: too many resamples are constant to say how the mean is spread.
    [Fact]
    public void A_sample_of_two_values_falls_back_to_students_interval() =>
        Assert.Equal(IntervalMethod.StudentT, Estimates.Of(Enumerable.Repeat<double?>(1, 9).Append(2)).Interval);

    [Theory, InlineData(3), InlineData(5), InlineData(10), InlineData(30)]
    public void The_interval_covers_the_mean_of_a_normal_distribution_in_95_of_100(int seeds) =>
        Assert.InRange(Coverage(seeds, 0, uniform => MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, uniform)), 0.93, 0.97);

    // Student's interval alone covers 91 % with ten values of an exponential distribution, the bootstrap 95 %, the rule between them.
    [Fact]
    public void The_interval_covers_the_mean_of_a_skewed_distribution_better_than_students()
    {
        var (rule, student) = (Coverage(10, 1, uniform => -Math.Log(1 - uniform)), Coverage(10, 1, uniform => -Math.Log(1 - uniform), Student));
        Assert.InRange(rule, 0.92, 0.97);
        Assert.True(rule > student + 0.015, $"{rule} against Student's {student}");
    }

    private static double Coverage(int seeds, double mean, Func<double, double> quantile, Func<double[], Estimate>? interval = null)
    {
        const int Draws = 2000;
        var covered = 0;
        for (var draw = 0; draw < Draws; draw++)
        {
            double[] values = [.. Enumerable.Range(0, seeds).Select(i => quantile(CounterRandom.Uniform(11, draw, i) + 1e-17))];
            var estimate = interval is null ? Estimates.Of(values.Select(value => (double?)value)) : interval(values);
            if (estimate.Low <= mean && mean <= estimate.High) covered++;
        }

        return (double)covered / Draws;
    }

    private static Estimate Student(double[] values)
    {
        var spread = Spread.Of(values);
        var half = MathNet.Numerics.Distributions.StudentT.InvCDF(0, 1, values.Length - 1, 0.975) * spread.StandardError;
        return new(spread.Mean, spread.Mean - half, spread.Mean + half, values.Length, 0);
    }
}
