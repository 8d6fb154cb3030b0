using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Reports;
using Orchestrator.Grains.Reports.Series;

namespace Orchestrator.Grains.Tests.Reports;

public sealed class ObjectiveSeriesTests
{
    [Fact]
    public void Two_objectives_have_one_front()
    {
        var figure = Assert.Single(Figures("validation.loss", "nfe.forward"));
        Assert.Equal("pareto-front", figure.Id);
        Assert.Equal(["Pareto front", "other trials"], figure.Traces.Select(trace => trace.Name));
        Assert.Equal([100.0, 300], figure.Traces[0].X);
        Assert.Equal([0.3, 0.1], figure.Traces[0].Y);
    }

    [Fact]
    public void Of_three_objectives_any_two_have_one_and_members_of_the_whole_front_stand_out()
    {
        var figures = Figures("validation.loss", "nfe.forward", "nfe.backward");
        Assert.Equal(["pareto-front", "pareto-front-0-2", "pareto-front-1-2"], figures.Select(figure => figure.Id));
        // Trial 2 is worse than trial 1 in loss and forward evaluations, but has the fewest backward ones.
        var whole = figures[0].Traces.Single(trace => trace.Name == "front of all 3 objectives");
        Assert.Equal((350.0, 0.2), (whole.X.Single(), whole.Y.Single()));
        Assert.Equal([10.0, 50], figures[1].Traces[0].X);
        Assert.Empty(figures[0].Traces.Single(trace => trace.Name == "other trials").X);
    }

    private static ImmutableArray<FigureSeries> Figures(params string[] metrics)
    {
        var sweep = Rows.Sweep(1, [.. metrics.Select(Rows.Minimize)], []);
        var trials = Enumerable.Range(0, 3).Select(number => Rows.Trial(number)).ToImmutableArray();
        var histories = TrialHistory.Of(trials, [Run(0, 0.3, 100, 60), Run(1, 0.1, 300, 50), Run(2, 0.2, 350, 10)]);
        return ObjectiveSeries.Of(Measures.Of(sweep.Spec, histories), histories);
    }

    private static RunRow Run(int trial, double loss, long forward, long backward) => Rows.Completed(trial, 0, Rows.Observation(20, loss, forward, backward));
}
