using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Reports.Series;
using Orchestrator.OdeEngine.Output;
using Orchestrator.OdeEngine.Training;

namespace Orchestrator.Grains.Tests.Reports;

public sealed class RunFigureTests
{
    private static readonly FitCurves Fit = new("year", "", 1916, [new("hare", [1900, 1920], [30, 35], [1900, 1910, 1920], [31, double.NaN, 36])])
    {
        Steps = new StepTrace([0, 0, 0.5f], [1, 0.5f, 1.5f], [false, true, true], 9),
        // A field that turns about the origin: (x, y)' = (−y, x), twice as high as it is wide.
        Portrait = new PhasePortrait("log hare", "log lynx", 0, [-1, 0, 1], [-2, 0, 2], [2, 2, 2, 0, 0, 0, -2, -2, -2], [-1, 0, 1, -1, 0, 1, -1, 0, 1], [1, 0], [0, 2], [1], [0]),
    };

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private static RunRow Row(FitCurves? fit) => Rows.Completed(0, 0, Rows.Observation(20, 0.5), fit is null ? null : JsonSerializer.Serialize(fit, Json));

    private static ImmutableArray<Observation> Curve => [Seen(10, 100, 40, 4), Seen(20, 400, 80, 4)];

    [Fact]
    public void A_completed_run_shows_its_fit_its_field_and_its_steps()
    {
        var figures = RunFigureSeries.Of(Row(Fit), Curve);
        Assert.Equal(["fit-0", "phase-portrait", "step-trace", "run-loss", "run-evaluations", "run-steps", "nfe-forward", "nfe-backward", "vjps", "accept-ratio", "step-range"], figures.Select(figure => figure.Id));
        Assert.Equal([1916.0, 1916], figures[0].Traces.Single(trace => trace.Name == "end of the training part").X);
        var (accepted, rejected) = (figures[2].Traces[0], figures[2].Traces[1]);
        Assert.Equal([0.0, 0.5], accepted.X);
        Assert.Equal([0.5, 1.5], accepted.Y);
        Assert.Equal((0.0, 1.0), (rejected.X.Single(), rejected.Y.Single()));
        Assert.Contains("The first 3 steps of 9", figures[2].Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void Arrows_point_along_the_field_and_fit_into_their_cells()
    {
        var arrows = RunFigureSeries.Of(Row(Fit), Curve)[1].Traces[0];
        Assert.Equal(TraceStyle.Arrows, arrows.Style);
        // Where the field stands still there is no arrow.
        Assert.Equal(8, arrows.X.Length);
        for (var i = 0; i < arrows.X.Length; i++)
        {
            var (x, y, dx, dy) = (arrows.X[i], arrows.Y[i], arrows.Low[i] - arrows.X[i], arrows.High[i] - arrows.Y[i]);
            Assert.Equal(0, (dx * x) + (dy * y), 1e-6);
            Assert.True((dy * x) - (dx * y) > 0);
            Assert.InRange(double.Hypot(dx / 1, dy / 2), 0.1, 0.9 + 1e-6);
        }
    }

    [Fact]
    public void A_run_that_trains_shows_the_fit_of_one_of_its_reports_and_says_which()
    {
        var figures = RunFigureSeries.Of(Row(null), Curve, new LiveFit(120, JsonSerializer.Serialize(Fit, Json)));
        Assert.Equal(["fit-0", "phase-portrait", "step-trace", "run-loss"], figures.Select(figure => figure.Id).Take(4));
        Assert.Equal("Fit of hare, iteration 120", figures[0].Title);
        Assert.StartsWith("The training goes on: this is the model as of iteration 120.", figures[1].Caption, StringComparison.Ordinal);
        Assert.DoesNotContain("iteration 120", figures[3].Title, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_a_fit_shows_its_curves_only() =>
        Assert.Equal("run-loss", RunFigureSeries.Of(Row(null), Curve)[0].Id);

    [Fact]
    public void A_fit_of_an_earlier_version_has_no_steps_and_no_portrait() =>
        Assert.Equal(["fit-0", "run-loss"], RunFigureSeries.Of(Row(Fit with { Steps = null, Portrait = null }), Curve).Select(figure => figure.Id).Take(2));

    [Fact]
    public void Panels_count_from_report_to_report()
    {
        var other = ImmutableArray.Create(Seen(10, 300, 40, 4), Seen(15, 400, 50, 5), Seen(20, 600, 60, 44));
        var figures = SolverSeries.Of([TrainingWindows.Of("trial", [Curve, other], 10)]).ToDictionary(figure => figure.Id, figure => figure.Traces[0]);
        Assert.Equal([10.0, 20], figures["nfe-forward"].X);
        Assert.Equal([20.0, 30], figures["nfe-forward"].Y);
        Assert.Equal([10.0, 30], figures["nfe-forward"].Low);
        Assert.Equal([30.0, 30], figures["nfe-forward"].High);
        Assert.Equal([40.0 / 44, 20.0 / 60], figures["accept-ratio"].Low);
        Assert.Equal([40.0 / 44, 1], figures["accept-ratio"].High);
    }

    [Fact]
    public void A_long_training_is_cut_into_fewer_windows_that_lose_nothing()
    {
        ImmutableArray<Observation> curve = [.. Enumerable.Range(1, 100).Select(i => Seen(i, i * i, i, 0))];
        var forward = SolverSeries.Of([TrainingWindows.Of("trial", [curve], 7)])[0].Traces[0];
        Assert.Equal((7, 1.0, 100.0), (forward.X.Length, forward.X[0], forward.X[^1]));
        var total = forward.X.Select((x, i) => (x - (i == 0 ? 0 : forward.X[i - 1])) * forward.Y[i]).Sum();
        Assert.Equal(100 * 100, total, 1e-6);
    }

    [Fact]
    public void Stiffness_has_a_panel_where_it_was_measured_and_its_caption_names_the_limits()
    {
        ImmutableArray<Observation> one = [Seen(10, 100, 40, 4) with { Stiffness = 1 }, Seen(15, 300, 60, 4), Seen(20, 400, 80, 4) with { Stiffness = 3 }];
        ImmutableArray<Observation> other = [Seen(10, 100, 40, 4) with { Stiffness = 2 }, Seen(15, 300, 60, 4) with { Stiffness = 2 }, Seen(20, 400, 80, 4) with { Stiffness = 4 }];
        var panel = SolverSeries.Of([TrainingWindows.Of("trial", [one, other], 10), TrainingWindows.Of("bosh3", [Curve], 10)])[^1];
        Assert.Equal("stiffness", panel.Id);
        Assert.Equal([10.0, 20], panel.Traces[0].X);
        Assert.Equal([1.5, 3.5], panel.Traces[0].Y);
        Assert.Equal([2.0, 4], panel.Traces[0].High);
        Assert.Contains("dopri5 3.3", panel.Caption, StringComparison.Ordinal);
        Assert.EndsWith("Measured in: trial.", panel.Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void The_error_of_the_gradient_has_a_panel_of_the_audits_whose_reference_was_solved()
    {
        ImmutableArray<Observation> one = [Seen(10, 100, 40, 4) with { GradientError = 1e-6 }, Seen(15, 300, 60, 4) with { GradientError = double.NaN }, Seen(20, 400, 80, 4) with { GradientError = 3e-6 }];
        ImmutableArray<Observation> other = [Seen(10, 100, 40, 4) with { GradientError = 3e-6 }, Seen(15, 300, 60, 4), Seen(20, 400, 80, 4) with { GradientError = 5e-6 }];
        var panel = SolverSeries.Of([TrainingWindows.Of("trial", [one, other], 10), TrainingWindows.Of("never audited", [Curve], 10)])[^1];
        Assert.Equal("gradient-error", panel.Id);
        Assert.Equal([10.0, 20], Assert.Single(panel.Traces).X);
        Assert.Equal([2e-6, 4e-6], panel.Traces[0].Y.Select(error => Math.Round(error, 12)));
    }

    private static Observation Seen(int iteration, long forward, long accepted, long rejected) =>
        Rows.Observation(iteration, 0.5, forward, forward / 2) with { AcceptedSteps = accepted, RejectedSteps = rejected };
}
