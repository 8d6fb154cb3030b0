using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Search.Gp;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Tests.Search.Gp;

public sealed class PosteriorTests
{
    private const int Points = 12;

    private static readonly ImmutableArray<Axis> _axes = Axis.Of(
    [
        new("x", new ParameterDomain.Uniform(0, 1), null),
        new("y", new ParameterDomain.Uniform(0, 1), null),
        new("kind", new ParameterDomain.Values([new ParameterValue.Text("a"), new ParameterValue.Text("b")]), null),
    ]);

    private static readonly Inputs _inputs = new(_axes);

    /// <summary>As [key][point].</summary>
    private static double[][] Columns(int points)
        => [.. Enumerable.Range(0, 3).Select(key => Enumerable.Range(0, points).Select(point => key == 2 ? (point % 2 == 0 ? 0.25 : 0.75) : CounterRandom.Uniform(1, point, key)).ToArray())];

    private static double Function(double x, double y, double kind) => Math.Sin(5 * x) + y * y - kind;

    private static double[] Values(double[][] columns) => [.. Enumerable.Range(0, Points).Select(point => Function(columns[0][point], columns[1][point], columns[2][point]))];

    private static double[] Logs(double noise) => [Math.Log(0.4), Math.Log(0.7), Math.Log(1.5), Math.Log(1.3), Math.Log(noise)];

    private static double[] At(double[][] columns, int point) => [.. columns.Select(column => column[point])];

    [Fact]
    public void Without_noise_it_goes_through_the_data_and_is_sure_there()
    {
        var columns = Columns(Points);
        var values = Values(columns);
        var posterior = new Posterior(_inputs, columns, values, Logs(1e-10));
        for (var point = 0; point < Points; point++)
        {
            Assert.Equal(values[point], posterior.Mean(At(columns, point)), 1e-6);
            Assert.InRange(posterior.Variance(At(columns, point)), 0, 1e-8);
        }
        Assert.InRange(posterior.Variance([0.5, 0.5, 0.25]), 1e-4, 1.3);
        Assert.Equal(values.Min(), posterior.Least, 1e-6);
    }

    [Fact]
    public void Far_from_data_it_is_the_prior()
    {
        var columns = Columns(Points);
        double[] logs = [Math.Log(0.02), Math.Log(0.02), Math.Log(0.02), Math.Log(1.3), Math.Log(1e-6)];
        var posterior = new Posterior(_inputs, columns, Values(columns), logs);
        Assert.Equal(0, posterior.Mean([2.0, 2.0, 0.25]), 1e-9);
        Assert.Equal(1.3, posterior.Variance([2.0, 2.0, 0.25]), 1e-9);
    }

    [Fact]
    public void A_point_being_tried_leaves_the_mean_and_takes_the_uncertainty_around_it()
    {
        var columns = Columns(Points + 1);
        var known = new Posterior(_inputs, Columns(Points), Values(columns), Logs(1e-8));
        var trying = new Posterior(_inputs, columns, Values(columns), Logs(1e-8));
        double[] elsewhere = [0.3, 0.9, 0.75];
        Assert.Equal(known.Mean(elsewhere), trying.Mean(elsewhere), 1e-9);
        Assert.True(trying.Variance(At(columns, Points)) < 1e-3 * known.Variance(At(columns, Points)));
        Assert.True(trying.LogImprovement(At(columns, Points)) < known.LogImprovement(At(columns, Points)) - 1);
    }

    [Fact]
    public void The_gradient_of_the_improvement_is_that_of_finite_differences()
    {
        const double Step = 1e-6;
        var columns = Columns(Points + 1);
        var posterior = new Posterior(_inputs, columns, Values(columns), Logs(1e-4));
        double[] at = [0.37, 0.61, 0.25];
        var gradient = new double[3];
        Assert.Equal(posterior.LogImprovement(at), posterior.LogImprovement(at, gradient));
        for (var key = 0; key < 2; key++)
        {
            double[] up = [.. at], down = [.. at];
            (up[key], down[key]) = (at[key] + Step, at[key] - Step);
            Assert.Equal(1, gradient[key] / ((posterior.LogImprovement(up) - posterior.LogImprovement(down)) / (2 * Step)), 1e-5);
        }
        Assert.Equal(0, gradient[2]);
    }

    [Fact]
    public void The_gradient_of_the_likelihood_is_that_of_finite_differences()
    {
        const double Step = 1e-5;
        var columns = Columns(Points);
        var likelihood = new MarginalLikelihood(_inputs, columns, Values(columns));
        var logs = Logs(0.05);
        var (gradient, scratch) = (new double[5], new double[5]);
        likelihood.Of(logs, gradient);
        for (var index = 0; index < 5; index++)
        {
            double[] up = [.. logs], down = [.. logs];
            (up[index], down[index]) = (logs[index] + Step, logs[index] - Step);
            Assert.Equal(gradient[index], (likelihood.Of(up, scratch) - likelihood.Of(down, scratch)) / (2 * Step), 1e-6);
        }
    }

    [Fact]
    public void The_likelihood_of_two_points_is_the_density_of_their_normal_distribution()
    {
        double[][] columns = [[0.2, 0.5], [0.1, 0.1], [0.25, 0.75]];
        double[] values = [0.7, -0.4];
        var s = Math.Sqrt(5 * (0.09 / 0.16 + 1 / 2.25));
        var covariance = 1.3 * (1 + s + s * s / 3) * Math.Exp(-s);
        const double Variance = 1.3 + 0.05;
        var determinant = Variance * Variance - covariance * covariance;
        var quadratic = (Variance * (values[0] * values[0] + values[1] * values[1]) - 2 * covariance * values[0] * values[1]) / determinant;
        Assert.Equal(0.5 * quadratic + 0.5 * Math.Log(determinant) + Math.Log(2 * Math.PI), new MarginalLikelihood(_inputs, columns, values).Of(Logs(0.05), new double[5]), 1e-12);
    }

    [Fact]
    public void Keys_that_do_not_exist_agree_and_differ_from_those_that_do()
    {
        Assert.Equal(0.5, _inputs.Of(0, double.NaN));
        var absent = _inputs.Of(2, double.NaN);
        Assert.NotEqual(0.25, absent);
        Assert.NotEqual(0.75, absent);
        var squares = new double[3];
        _inputs.AddSquares(2, absent, [absent, 0.25, 0.75], 2, squares);
        Assert.Equal([0, 2, 2], squares);
    }
}
