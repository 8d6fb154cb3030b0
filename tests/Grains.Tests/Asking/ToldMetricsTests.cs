using System.Collections.Immutable;
using Orchestrator.Grains.Asking;
using Orchestrator.Grains.Interfaces.Asking;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Reports;
using Orchestrator.TestSupport;

namespace Orchestrator.Grains.Tests.Asking;

public sealed class ToldMetricsTests
{
    private static readonly SweepSpec Spec = Sample.Spec() with { Objectives = [new("validation.loss", Goal.Minimize), new("nfe.total", Goal.Minimize)] };

    [Fact]
    public void Every_metric_that_is_told_is_read_back_as_it_was_told()
    {
        ImmutableArray<MetricValue> told = [.. Metrics.All.Where(metric => metric != Metrics.NfeTotal).Select((metric, index) => new MetricValue(metric.Name, index + 1))];
        Assert.Null(ToldMetrics.Mistake(Spec, told));
        var observation = ToldMetrics.Observation(20, told);
        Assert.Equal(told, told.Select(value => value with { Value = Metrics.Find(value.Metric)!.Read(observation)!.Value }));
        Assert.Equal(20, observation.Iteration);
    }

    [Theory]
    [InlineData("validation.loss", "nfe.total: an objective of the sweep that was not told")]
    [InlineData("validation.loss nfe.total", "nfe.total is a sum")]
    [InlineData("validation.loss nfe.forward loss", "`loss` is no metric")]
    [InlineData("validation.loss nfe.forward nfe.forward", "nfe.forward is there twice")]
    public void What_is_missing_or_has_no_meaning_is_said(string metrics, string rule)
        => Assert.Equal(rule, ToldMetrics.Mistake(Spec, [.. metrics.Split(' ').Select(metric => new MetricValue(metric, 1))])!.Rule);

    [Theory]
    [InlineData("nfe.forward", -1.0, false), InlineData("nfe.forward", double.NaN, false), InlineData("memory.peak", double.PositiveInfinity, false)]
    [InlineData("validation.loss", double.NaN, true), InlineData("validation.loss", -1.0, true)]
    public void Counts_are_finite_and_losses_may_be_anything(string metric, double value, bool isSound)
    {
        ImmutableArray<MetricValue> others = [.. new[] { "validation.loss", "nfe.forward" }.Where(each => each != metric).Select(each => new MetricValue(each, 1))];
        Assert.Equal(isSound, ToldMetrics.Mistake(Spec, others.Add(new MetricValue(metric, value))) is null);
    }
}
