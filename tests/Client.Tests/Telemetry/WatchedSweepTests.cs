using Orchestrator.Client.Tests.Processes;

namespace Orchestrator.Client.Tests.Telemetry;

/// <summary>What Prometheus and an OTLP receiver know of a real sweep, and whether dashboards and rules find it there.</summary>
public sealed class WatchedSweepTests(WatchedSweep sweep) : IClassFixture<WatchedSweep>
{
    [Fact]
    public async Task Prometheus_shows_the_rate_of_evaluations_by_pass_and_solver()
    {
        var rates = await sweep.Prometheus.AskAsync("rate(orchestrator_ode_function_evaluations_total[1m])");
        Assert.All(new[] { ("dopri5", "forward"), ("bosh3", "backward"), ("rk4", "forward") },
            expected => Assert.Contains(rates, series => (series.Labels["ode_solver"], series.Labels["ode_pass"]) == expected && series.Value > 0));
    }

    public static TheoryData<string> Dashboards => [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "deploy", "grafana"), "*.json").Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Dashboards))]
    public async Task Every_panel_of_a_dashboard_shows_something(string file)
    {
        var queries = Dashboard.Read(file).Queries;
        Assert.True(queries.Count >= 10);
        var empty = new List<string>();
        foreach (var (panel, expression) in queries)
        {
            var answer = await sweep.Prometheus.AskAsync(expression);
            if (!answer.Any(series => double.IsFinite(series.Value)))
                empty.Add($"{panel}: {expression} yields {(answer.Count == 0 ? "nothing" : "no finite value")}");
        }
        Assert.Empty(empty);
    }

    [Fact]
    public async Task Every_rule_finds_what_it_asks_for_and_no_alert_cries_wolf()
    {
        var groups = (await sweep.Prometheus.RulesAsync()).ToList();
        Assert.All(groups, rule => Assert.True(rule.Health == "ok", $"{rule.Name}: {rule.Error}"));
        var recorded = groups.Where(rule => !rule.IsAlert).ToList();
        Assert.True(recorded.Count >= 9);
        foreach (var rule in recorded)
            Assert.True((await sweep.Prometheus.AskAsync(rule.Name)).Any(series => double.IsFinite(series.Value)), $"{rule.Name} has no value");
        // Ten runs were made to fail; nothing else is wrong with this silo.
        Assert.Equal(["OrchestratorRunsFailing"], groups.Where(rule => rule.IsAlert && rule.IsFiring).Select(rule => rule.Name));
    }

    [Fact]
    public async Task Exemplars_of_solves_lead_to_traces_that_were_sent()
    {
        var traces = await sweep.Prometheus.ExemplarTracesAsync("orchestrator_ode_solve_duration_seconds_bucket");
        Assert.NotEmpty(traces);
        await sweep.SentAsync("sweep.run");
        Assert.Subset(sweep.Receiver.Spans.Select(span => span.TraceId).ToHashSet(), traces.ToHashSet());
    }

    [Fact]
    public async Task The_receiver_has_the_tree_of_spans_and_logs_with_their_ids()
    {
        await sweep.SentAsync("sweep.run");
        var spans = sweep.Receiver.Spans;
        SpanTree.Check(spans, WatchedSweep.Runs);
        var known = spans.Select(span => (span.TraceId, span.SpanId)).ToHashSet();
        Assert.Contains(sweep.Receiver.Logs, log => log.Text.Contains("Run ", StringComparison.Ordinal) && known.Contains((log.TraceId, log.SpanId)));
    }
}
