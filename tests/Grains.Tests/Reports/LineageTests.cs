using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Reports;

namespace Orchestrator.Grains.Tests.Reports;

public sealed class LineageTests
{
    private const string Rtol = "solver.rtol";

    private static TellRow Tell(int trial, long sequence, int source, int iteration, double rtol) => new(new RunId(Rows.SweepId, trial, 0), sequence, Rows.Start, TellKind.Resumed, 1, null)
    {
        Takeover = new TakenOver(source, iteration, [new AssignedValue(Rtol, Rows.Number(rtol))]),
    };

    [Fact]
    public void Every_takeover_names_what_changed_since_the_one_before()
    {
        var sweep = Rows.Sweep(1, [Rows.Minimize("validation.loss")], [Rows.Key(Rtol, Rows.Number(1e-3), Rows.Number(1e-4))]);
        var trials = new[] { Rows.Trial(0, (Rtol, Rows.Number(1e-3))), Rows.Trial(1, (Rtol, Rows.Number(1e-4))) };
        var tells = new[] { Tell(0, 0, 1, 20, 5e-4), new TellRow(new RunId(Rows.SweepId, 1, 0), 1, Rows.Start, TellKind.Resumed, 1, null), Tell(0, 2, 1, 40, 5e-4), Tell(1, 3, 0, 60, 2e-4) };
        var lineage = Lineage.Of(sweep.Spec, trials, tells);
        Assert.Equal([(0, 1, 20), (0, 1, 40), (1, 0, 60)], lineage.Select(row => (row.Trial, row.Source, row.Iteration)));
        Assert.Equal(new SettingChange(Rtol, Rows.Number(1e-3), Rows.Number(5e-4)), lineage[0].Changes.Single());
        Assert.Empty(lineage[1].Changes);
        Assert.Equal(new SettingChange(Rtol, Rows.Number(1e-4), Rows.Number(2e-4)), lineage[2].Changes.Single());

        var runs = new[] { Rows.Completed(0, 0, Rows.Observation(300, 0.1)), Rows.Completed(1, 0, Rows.Observation(300, 0.2)) };
        var table = ComparisonBuilder.Build(sweep, trials, runs);
        var html = ReportBuilder.Html(sweep, table with { Lineage = lineage }, trials, runs, []);
        Assert.Contains("<td>60</td><th scope=\"row\">1</th><td>0</td><td class=\"text\">solver.rtol 1e-4 → 2e-4</td>", html, StringComparison.Ordinal);
        Assert.NotEmpty(table.Differences);
        var population = ComparisonBuilder.Build(sweep with { Spec = sweep.Spec with { Scheduler = new SchedulerPlan("pbt", SchedulerResource.Iterations) } }, trials, runs);
        Assert.Empty(population.Differences);
        Assert.Empty(population.Importance);
        Assert.Equal(Lineage.Note, population.Notes[0]);
        Assert.DoesNotContain(population.Reading, sentence => sentence.Contains("paired", StringComparison.Ordinal));
        Assert.DoesNotContain(Lineage.Note, table.Notes);
        Assert.DoesNotContain("id=\"lineage\"", ReportBuilder.Html(sweep, table, trials, runs, []), StringComparison.Ordinal);
    }
}
