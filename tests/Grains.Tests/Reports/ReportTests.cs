using System.Text.RegularExpressions;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Reports;

namespace Orchestrator.Grains.Tests.Reports;

public sealed partial class ReportTests
{
    [Fact]
    public void Two_renders_of_the_same_rows_are_the_same_bytes_whatever_their_order()
    {
        var sample = SampleHistory.Make();
        var reversed = sample with { Trials = [.. sample.Trials.Reverse()], Runs = [.. sample.Runs.Reverse()] };
        var html = Render(sample);
        SaveIfAsked(html);
        Assert.Equal(html, Render(sample));
        Assert.Equal(html, Render(reversed));
    }

    [Fact]
    public void A_report_is_one_small_file_that_loads_nothing()
    {
        var html = Render(SampleHistory.Make());
        Assert.InRange(html.Length, 50_000, 1_000_000);
        Assert.DoesNotMatch("""(src|href|xlink:href)\s*=\s*["']?(https?:)?//""", html);
        Assert.DoesNotMatch(@"url\((?!#)|@import|<link|<iframe", html);
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
    }

    [Fact]
    public void It_holds_every_part_of_a_finished_sweep()
    {
        var html = Render(SampleHistory.Make());
        foreach (var part in (string[])["id=\"trials\"", "id=\"paired\"", "id=\"failures\"", "id=\"loss-iterations\"", "id=\"loss-seconds\"", "id=\"loss-evaluations\"", "id=\"error-cost\"", "id=\"iteration-time\"", "id=\"fit-0\"", "id=\"fit-1\"", "held out", "orchestrator run examples/sample.yaml", "save the full specification"])
            Assert.Contains(part, part == "held out" ? Glyphs().Replace(html, "$1") : html, StringComparison.Ordinal);
        Assert.Equal(14, Regex.Count(html, "<th scope=\"row\" data-value="));
    }

    [Fact]
    public void Ids_are_unique_and_every_colour_comes_from_the_style_sheet()
    {
        var html = Render(SampleHistory.Make());
        var ids = Regex.Matches(html, " id=\"([^\"]+)\"").Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        foreach (Match match in Regex.Matches(html, @"url\(#([^)]+)\)")) Assert.Contains(match.Groups[1].Value, ids);
        var variables = Regex.Matches(html, @"var\((--[a-z0-9-]+)\)").Select(match => match.Groups[1].Value).Distinct();
        foreach (var variable in variables) Assert.Contains($"{variable}:", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("(fill|stroke)=\"#", html);
    }

    [Fact]
    public void Text_of_people_is_encoded_everywhere()
    {
        const string Bad = "<script>alert('x')</script>";
        var space = Rows.Key("model.activation", Rows.Text(Bad), Rows.Text("tanh"));
        var sweep = Rows.Sweep(1, [Rows.Minimize("validation.loss")], [space], Bad) with { SourceFile = $"{Bad}.yaml", Reason = Bad };
        TrialRow[] trials = [Rows.Trial(0, ("model.activation", Rows.Text(Bad))), Rows.Trial(1, ("model.activation", Rows.Text("tanh")))];
        RunRow[] runs = [Rows.Ended(0, 0, RunStatus.Failed, FailureCause.WorkloadError, Bad), Rows.Completed(1, 0, Rows.Observation(300, 0.1))];
        var html = ReportBuilder.Html(sweep, ComparisonBuilder.Build(sweep, trials, runs), trials, runs, []);
        Assert.Equal(1, Regex.Count(html, "<script"));
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_that_were_stopped_early_are_listed_with_how_far_they_came_and_why()
    {
        Assert.DoesNotContain("id=\"stopped\"", Render(SampleHistory.Make()), StringComparison.Ordinal);
        var sweep = Rows.Sweep(1, [Rows.Minimize("validation.loss")], [Rows.Key("model.activation", Rows.Text("relu"), Rows.Text("tanh"))]);
        TrialRow[] trials = [Rows.Trial(0, ("model.activation", Rows.Text("relu"))), Rows.Trial(1, ("model.activation", Rows.Text("tanh")))];
        RunRow[] runs = [Rows.Ended(0, 0, RunStatus.Pruned, null, "NFE > 100", Rows.Observation(140, 0.5)), Rows.Completed(1, 0, Rows.Observation(300, 0.1))];
        var html = ReportBuilder.Html(sweep, ComparisonBuilder.Build(sweep, trials, runs), trials, runs, []);
        Assert.Matches("(?s)id=\"stopped\".*<th scope=\"row\">0</th><td>[^<]*relu[^<]*</td><td>0</td><td>140</td><td class=\"text\">NFE &gt; 100</td>", html);
        Assert.Matches("1 (×|&[^;]+;) stopped early", html);
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void It_works_for_odd_sweeps(int which)
    {
        var sample = SampleHistory.Make();
        var odd = which switch
        {
            0 => sample with { Trials = [], Runs = [], Observations = [] },
            1 => sample with { Runs = [.. sample.Runs.Select(run => run with { Status = RunStatus.Failed, Cause = FailureCause.NonFinite, Last = null })], Observations = [] },
            2 => sample with { Trials = [sample.Trials[0]], Runs = [sample.Runs[0]], Observations = [.. sample.Observations.Where(row => row.Run == sample.Runs[0].Id)] },
            3 => sample with { Sweep = sample.Sweep with { Status = SweepStatus.Active, EndedAt = null }, Runs = [.. sample.Runs.Select(run => run with { Status = RunStatus.Running, Last = null })] },
            _ => sample with { Observations = [.. sample.Observations.Select(row => row with { Observation = row.Observation with { ValidationLoss = double.NaN } })], Runs = [.. sample.Runs.Select(run => run with { Last = run.Last! with { ValidationLoss = double.PositiveInfinity } })] },
        };
        var html = Render(odd);
        Assert.EndsWith("</html>\n", html, StringComparison.Ordinal);
        Assert.DoesNotContain("1.798e308", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"d=""[^""]*(NaN|Infinity)", html);
        Assert.Equal(which is 1, html.Contains("solve not finite", StringComparison.Ordinal));
    }

    [Fact]
    public void A_large_sweep_stays_below_a_megabyte_and_says_what_it_leaves_out()
    {
        var template = SampleHistory.Make();
        var trials = Enumerable.Range(0, 600).Select(number => Rows.Trial(number, ("training.optimizer.learning_rate", Rows.Number(1e-4 * (number + 1))))).ToArray();
        var first = template.Observations.Where(row => row.Run == template.Runs[0].Id).Select(row => row.Observation).ToArray();
        var runs = trials.Select(trial => Rows.Completed(trial.Number, 0, first[^1] with { ValidationLoss = 0.02 + (1e-4 * trial.Number) })).ToArray();
        var observations = runs.SelectMany(run => first.Select(o => new ObservationRow(run.Id, 1, o)));
        var sweep = Rows.Sweep(1, [Rows.Minimize("validation.loss")], [Rows.Key("training.optimizer.learning_rate")]);
        var html = ReportBuilder.Html(sweep, ComparisonBuilder.Build(sweep, trials, runs), trials, runs, observations);
        Assert.InRange(html.Length, 50_000, 1_000_000);
        Assert.Contains("300 of 600 trials are shown", html, StringComparison.Ordinal);
        Assert.Contains("60 of 598 other trials are drawn", html, StringComparison.Ordinal);
    }

    private static string Render(SampleHistory sample) =>
        ReportBuilder.Html(sample.Sweep, ComparisonBuilder.Build(sample.Sweep, sample.Trials, sample.Runs), sample.Trials, sample.Runs, sample.Observations);

    // For looking at it: ORCHESTRATOR_SAMPLE_REPORT=FILE writes the sample's report there.
    private static void SaveIfAsked(string html)
    {
        if (Environment.GetEnvironmentVariable("ORCHESTRATOR_SAMPLE_REPORT") is { Length: > 0 } file) File.WriteAllText(file, html);
    }

    [GeneratedRegex("<text[^>]*>([^<]*)</text>")]
    private static partial Regex Glyphs();
}
