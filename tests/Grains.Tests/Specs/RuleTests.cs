using Orchestrator.Grains.Decisions.Specs.Rules;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Tests.Specs;

public sealed class RuleTests
{
    /// <summary>Rule, a file that breaks it, the line of the error.</summary>
    public static TheoryData<string, string, int> Broken => new()
    {
        { "fixed-step-needs-step-size", "solver:\n  method: rk4\n", 3 },
        { "fixed-step-needs-step-size", "space:\n  solver.method: [dopri5, rk4]\n", 3 },
        { "fixed-step-needs-step-size", "space:\n  solver.step_size: { values: [0.1], when: solver.method == euler }\n  solver.method: [dopri5, rk4, euler]\n", 4 },
        { "varies-without-effect", "space:\n  solver.method: [dopri5, rk4]\n  solver.rtol: [1e-3, 1e-5]\nsolver: { step_size: 0.1 }\n", 4 },
        { "varies-without-effect", "space:\n  gradient.rtol: [1e-3, 1e-5]\n", 3 },
        { "varies-without-effect", "space:\n  gradient.rtol: [1e-3, 1e-5]\ngradient: { method: checkpointed }\n", 3 },
        { "varies-without-effect", "space:\n  solver.step_size: [0.1, 0.2]\n", 3 },
        { "varies-without-effect", "space:\n  training.optimizer.momentum: { uniform: [0.1, 0.9] }\nsearch: { kind: random, trials: 3 }\n", 3 },
        { "steps-in-order", "solver:\n  min_step: 0.1\n  max_step: 0.01\n", 4 },
        { "steps-in-order", "solver:\n  first_step: 0.1\n  max_step: 0.01\n", 3 },
        { "piece-within-curve", "space:\n  workload.batch_times: [10, 2000]\n", 3 },
        { "search-needs-end", "space:\n  solver.rtol: { log_uniform: [1e-8, 1e-2] }\nsearch:\n  kind: random\n", 5 },
        { "random-needs-space", "search:\n  kind: random\n  trials: 5\n", 3 },
        { "grid-needs-values", "space:\n  solver.rtol: { uniform: [1e-8, 1e-2] }\n", 3 },
        { "large-grid-needs-budget", "space:\n  training.iterations: { int: [1, 100001] }\n", 2 },
        { "sweep-within-size", "space:\n  training.iterations: { int: [1, 10000001] }\nbudget: { wall: 1h }\n", 2 },
        { "sweep-within-size", "space:\n  training.iterations: { int: [1, 5000001] }\nreplicates: { seeds: [0, 1] }\nbudget: { nfe: 1e9 }\n", 2 },
        { "sweep-within-size", "space:\n  solver.rtol: { log_uniform: [1e-8, 1e-2] }\nsearch:\n  kind: random\n  trials: 10000001\n", 6 },
        { "sweep-within-size", "space:\n  solver.rtol: { log_uniform: [1e-8, 1e-2] }\nsearch: { kind: random }\nbudget:\n  runs: 10000001\n", 6 },
        { "few-conditions-at-once", Entangled(30), 5 },
        { "latin-hypercube-needs-trials", "space:\n  training.iterations: { int: [1, 9] }\nsearch:\n  kind: latin-hypercube\nbudget: { runs: 9 }\n", 5 },
        { "enqueued-within-trials", "space: { solver.rtol: [1e-3, 1e-4] }\nsearch:\n  enqueue: [ { solver.rtol: 1e-3 }, { solver.rtol: 1e-4 } ]\n  trials: 1\n", 5 },
        { "levels-need-max", "scheduler:\n  kind: asha\n  resource: nfe\n", 4 },
        { "levels-need-max", "scheduler: { kind: median, resource: seconds, min: 5 }\n", 2 },
        { "min-below-max", "scheduler:\n  kind: asha\n  max: 50\n  min: 50\n", 5 },
        { "min-below-max", "scheduler:\n  kind: hyperband\n  min: 2000\n", 4 },
        { "wilcoxon-needs-seeds", "scheduler:\n  kind: wilcoxon\nreplicates: { seeds: [0, 1, 2, 3, 4] }\n", 3 },
        { "reuse-needs-whole-runs", "scheduler: { kind: asha }\nspace: { solver.rtol: [1e-3, 1e-4] }\nsearch:\n  duplicates: reuse\n", 5 },
        { "pbt-counts-iterations", "scheduler:\n  kind: pbt\n  resource: nfe\nspace: { solver.rtol: [1e-3, 1e-4] }\n", 4 },
        { "pbt-one-seed", "scheduler: { kind: pbt }\nspace: { solver.rtol: [1e-3, 1e-4] }\nreplicates:\n  seeds: [0, 1]\n", 5 },
        { "pbt-begins-at-once", "scheduler: { kind: pbt }\nspace: { solver.rtol: [1e-3, 1e-4] }\nsearch:\n  kind: tpe\n  trials: 2\n", 5 },
        { "pbt-changes-something", "scheduler:\n  kind: pbt\nspace: { solver.method: [dopri5, tsit5] }\n", 3 },
        { "pbt-changes-something", "scheduler:\n  kind: pbt\n  mutates: [solver.atol]\nspace: { solver.rtol: [1e-3, 1e-4] }\n", 4 },
        { "one-limit-of-failures", "failures:\n  on_failure: stop\n  stop_after: 2\n", 3 },
        { "one-limit-of-failures", "failures:\n  stop_if_first: 2\n  on_failure: stop\n", 4 },
        { "constraints-leave-points", "space: { solver.rtol: [1e-3, 1e-4] }\nsearch:\n  constraints: [ solver.rtol > 1 ]\n", 4 },
        { "constrained-grid-is-small", "space: { training.iterations: { int: [1, 30000] } }\nbudget: { runs: 5 }\nsearch:\n  constraints: [ training.iterations > 7 ]\n", 5 },
        { "enqueued-keeps-constraints", "space: { solver.rtol: [1e-3, 1e-4] }\nsearch:\n  constraints: [ solver.rtol < 1e-3 ]\n  enqueue: [ { solver.rtol: 1e-3 } ]\n", 5 },
        { "patience-needs-loss", "objectives: [ { metric: nfe.total } ]\npruning:\n  patience: 100\n", 4 },
        { "pruning-needs-reports", "pruning:\n  nfe_growth: 4\n  after: 1990\n", 4 },
        { "pruning-needs-reports", "pruning: { patience: 5 }\ntraining:\n  iterations: 50\n  report_every: 50\n", 5 },
        { "pruning-needs-reports", "pruning: { worse_than: 1, after: 50 }\nspace:\n  training.iterations: [20, 40]\n", 2 },
        { "deterministic-needs-whole-runs", "space: { solver.rtol: [1e-3, 1e-4] }\nscheduler: { kind: median }\nsearch:\n  kind: tpe\n  trials: 2\n  schedule: deterministic\n", 7 },
        { "warm-start-needs-learning", "space: { solver.rtol: [1e-3, 1e-4] }\nsearch:\n  warm_start: earlier-1\n", 4 },
        { "external-needs-whole-runs", "scheduler:\n  kind: asha\nspace: { solver.rtol: [1e-3, 1e-4] }\nsearch: { kind: external }\n", 3 },
        { "external-needs-whole-runs", "pruning: { worse_than: 1 }\nresources:\n  device: external\n", 4 },
        { "seeds-distinct", "replicates:\n  seeds: [1, 2, 1]\n", 3 },
    };

    /// <summary>A short file whose cells take values³ cases to count.</summary>
    private static string Entangled(int values)
    {
        var items = string.Join(", ", Enumerable.Range(1, values));
        var rates = string.Join(", ", Enumerable.Range(1, values).Select(value => $"{value}e-3"));
        return $"space:\n  training.iterations: [{items}]\n  training.report_every: [{items}]\n  training.optimizer.learning_rate: {{ values: [{rates}], when: 'training.iterations in [1] or training.report_every in [1]' }}\n"
            + "  solver.rtol: { values: [1e-3, 1e-4], when: 'training.optimizer.learning_rate in [1e-3] and training.iterations in [2] and training.report_every in [3]' }\n";
    }

    [Fact]
    public void A_short_file_whose_conditions_entangle_thousands_of_values_is_refused_at_once()
        => Assert.Contains("combinations", SpecText.Check(SpecText.Spiral + Entangled(2000)).Errors.Select(error => error.Given).Single(given => given.Contains("combinations", StringComparison.Ordinal)), StringComparison.Ordinal);

    [Fact]
    public void A_grid_of_as_many_runs_as_a_sweep_may_have_is_taken()
        => Assert.Empty(SpecText.Check(SpecText.Spiral + $"space:\n  training.iterations: {{ int: [1, {SearchRules.MostRuns}] }}\nbudget: {{ wall: 1h }}\n").Errors);

    [Theory, MemberData(nameof(Broken))]
    public void A_broken_rule_is_one_located_error(string rule, string yaml, int line)
    {
        var error = SpecText.OnlyError(SpecText.Spiral + yaml);
        Assert.Equal(line, error.Line);
        Assert.NotEmpty(error.Given);
        Assert.NotEmpty(error.Fix);
        Assert.Contains(SpecRules.All, each => each.Id == rule);
    }

    [Theory]
    [InlineData("validation-needs-rows", "objectives: [ { metric: validation.loss } ]"), InlineData("split-at-most-one", "split"), InlineData("columns-distinct", "columns")]
    public void Rules_about_series(string rule, string what)
    {
        Assert.Contains(SpecRules.All, each => each.Id == rule);
        var file = Path.Combine(AppContext.BaseDirectory, $"rules-{Guid.NewGuid():n}.csv");
        File.WriteAllText(file, "t,a,b\n0,1,2\n1,2,3\n2,3,4\n3,4,5\n");
        try
        {
            var columns = what == "columns" ? "[a, t, a]" : "[a, b]";
            var split = what == "split" ? "{ train: 0.9, validation: 0.2 }" : "{ train: 1, validation: 0 }";
            var yaml = $"workload: {{ kind: series, data: {file}, time: t, columns: {columns}, split: {split} }}\n{(what.StartsWith("objectives", StringComparison.Ordinal) ? what : "")}";
            var errors = SpecText.Check(yaml).Errors;
            Assert.Equal(what == "columns" ? 2 : 1, errors.Length);
        }
        finally { File.Delete(file); }
    }

    [Fact]
    public void Every_rule_has_a_test()
    {
        var tested = Broken.Select(row => row.Data.Item1).Concat(["validation-needs-rows", "split-at-most-one", "columns-distinct"]);
        Assert.Equal(SpecRules.All.Select(rule => rule.Id).Order(), tested.Distinct().Order());
    }

    [Theory]
    [InlineData("solver: { step_size: 0.1 }", "solver.step_size"), InlineData("gradient: { seminorm: true }", "gradient.seminorm"), InlineData("gradient: { method: checkpointed, atol: 1e-4 }", "gradient.atol"), InlineData("training: { optimizer: { momentum: 0.9 } }", "training.optimizer.momentum")]
    [InlineData("space: { solver.rtol: [1e-3, 1e-5] }\nbudget: { runs: 1 }", "budget.runs"), InlineData("space: { solver.rtol: [1e-3, 1e-5] }\nsearch: { trials: 1 }", "search.trials"), InlineData("space: { solver.rtol: { log_uniform: [1e-5, 1e-3] } }\nsearch: { kind: sobol, trials: 10 }", "search.trials")]
    [InlineData("space: { solver.rtol: [1e-3, 1e-5] }\nsearch: { kind: random, trials: 3 }", "search.trials")]
    [InlineData("pruning: { after: 100 }", "pruning.after"), InlineData("pruning: { worse_than: 1, least_improvement: 0.1 }", "pruning.least_improvement")]
    public void What_is_probably_not_meant_is_remarked_on(string yaml, string path)
    {
        var remark = Assert.Single(SpecText.Read(SpecText.Spiral + yaml).Remarks);
        Assert.StartsWith(path, remark, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("solver: { method: rk4, step_size: 0.1 }"), InlineData("solver: { step_size: 0.1 }\nspace: { solver.method: [dopri5, rk4] }"), InlineData("gradient: { rtol: 1e-4, seminorm: true }\nspace: { gradient.method: [direct, adjoint] }"), InlineData("gradient: { rtol: 1e-4, seminorm: true }\nspace: { gradient.method: [checkpointed, interpolated] }"), InlineData("gradient: { method: interpolated, atol: 1e-4 }"), InlineData("solver: { order: 3, step_size: 0.1 }\nspace: { solver.method: [rk4, adams-bashforth] }")]
    [InlineData("pruning: { worse_than: -1, nfe_per_iteration: 900, nfe_growth: 4, steps_per_iteration: 250, patience: 100, least_improvement: 0.01, after: 60 }"), InlineData("pruning: { nfe_growth: 4, after: 50 }\nspace: { training.iterations: [20, 400] }")]
    public void What_some_trial_uses_is_no_remark(string yaml) => Assert.Empty(SpecText.Read(SpecText.Spiral + yaml).Remarks);

    [Theory]
    [InlineData("{ log_int: [0, 8] }", "> 0"), InlineData("{ log_int: [8, 1] }", "below"), InlineData("{ int: [8, 1] }", "below"), InlineData("{ int: [1] }", "two ends"), InlineData("{ uniform: [1, 2] }", "int"), InlineData("{ log_uni: [1, 2] }", "log_uniform")]
    [InlineData("{ int: [1, 2], values: [1] }", "exactly one"), InlineData("{ when: solver.adaptive }", "exactly one"), InlineData("[]", "at least one"), InlineData("[1, 1]", "twice"), InlineData("5", "[5, ...]"), InlineData("{ values: 5 }", "[5]"), InlineData("[1.5]", "whole")]
    public void Domains_are_checked(string domain, string hint)
    {
        var errors = SpecText.Check(SpecText.Spiral + $"space:\n  training.report_every: {domain}\n").Errors;
        var error = errors.First(each => $"{each.Rule} {each.Fix}".Contains(hint, StringComparison.Ordinal));
        Assert.Equal(3, error.Line);
        Assert.Contains("training.report_every", error.Where, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ uniform: [1, 2], step: 0.25 }", 5)]
    [InlineData("{ log_uniform: [1e-6, 1], step: 10 }", 7)]
    [InlineData("{ ordered: [0.3, 0.1, 0.2] }", 3)]
    public void Ranges_with_a_step_and_ordered_lists_can_be_counted(string domain, int count)
        => Assert.Equal(count, (int)Domains.Count(SpecText.Read(SpecText.Spiral + $"space: {{ training.optimizer.learning_rate: {domain} }}\nsearch: {{ kind: random, trials: 3 }}").Space[0].Domain)!.Value);

    [Theory]
    [InlineData("training.optimizer.momentum: { uniform: [0, 0.8], step: 0.3 }", "0.3", "upper end")]
    [InlineData("training.optimizer.momentum: { uniform: [0, 0.8], step: 0 }", "0", "number > 0")]
    [InlineData("training.optimizer.momentum: { log_uniform: [0.1, 0.8], step: 1 }", "1", "number > 1")]
    [InlineData("training.optimizer.momentum: { uniform: [0, 0.8], step: fast }", "fast", "number > 0")]
    [InlineData("training.optimizer.momentum: { values: [0, 0.5], step: 1 }", "1", "have a `step`")]
    [InlineData("model.augment: { int: [0, 9], step: 2 }", "2", "upper end")]
    [InlineData("model.augment: { int: [0, 9], step: 1.5 }", "1.5", "whole number > 0")]
    [InlineData("training.report_every: { log_int: [1, 9], step: 2 }", "2", "upper end")]
    [InlineData("model.augment: { step: 2 }", "{ step: 2 }", "exactly one domain")]
    public void A_step_that_misses_its_range_is_refused_where_it_stands(string key, string given, string rule)
    {
        var error = SpecText.OnlyError(SpecText.Spiral + $"space: {{ {key} }}\nsearch: {{ kind: random, trials: 3 }}");
        Assert.Contains(rule, error.Rule, StringComparison.Ordinal);
        Assert.Equal(given, error.Given);
        Assert.Equal(2, error.Line);
    }

    [Fact]
    public void Decades_need_powers_of_ten()
    {
        Assert.Contains("powers of ten", SpecText.OnlyError(SpecText.Spiral + "space: { solver.rtol: { decades: [2e-8, 1e-2] } }").Rule, StringComparison.Ordinal);
        Assert.Equal(new ParameterDomain.Decades(-8, -2), SpecText.Read(SpecText.Spiral + "space: { solver.rtol: { decades: [1e-8, 1e-2] } }").Space[0].Domain);
    }

    [Fact]
    public void Objectives_and_retries_are_checked()
    {
        Assert.Contains("validation.loss", SpecText.OnlyError(SpecText.Spiral + "objectives: [ { metric: validation.los } ]").Fix, StringComparison.Ordinal);
        Assert.Contains("minimize", SpecText.OnlyError(SpecText.Spiral + "objectives: [ { metric: nfe.total, goal: minimise } ]").Fix, StringComparison.Ordinal);
        Assert.Contains("twice", SpecText.OnlyError(SpecText.Spiral + "objectives: [ { metric: nfe.total }, { metric: nfe.total } ]").Rule, StringComparison.Ordinal);
        Assert.Contains("result", SpecText.OnlyError(SpecText.Spiral + "failures: { retries: { max-steps: 2 } }").Rule, StringComparison.Ordinal);
        Assert.Contains("device-lost", SpecText.OnlyError(SpecText.Spiral + "failures: { retries: { device-list: 2 } }").Fix, StringComparison.Ordinal);
        var retries = SpecText.Read(SpecText.Spiral + "failures: { retries: { device-lost: 0, workload-error: 2 } }").Failures.Retries;
        Assert.Equal(0, retries[FailureCause.DeviceLost]);
        Assert.Equal(2, retries[FailureCause.WorkloadError]);
        Assert.Equal(1, retries[FailureCause.Internal]);
    }

    [Fact]
    public void All_mistakes_come_back_together()
    {
        var errors = SpecText.Check(SpecText.Spiral + "solver: { method: dopri6, rtol: 0 }\ntraining: { iteration: 5 }\nresources: { exclusive: on }\nspace: { solver.atol: { log_uniform: [1e-8, 1e-4] } }\n", "budget.runs=0").Errors;
        Assert.Equal(["solver.method", "solver.rtol", "training.iteration", "resources.exclusive", "solver.atol", "override 1: budget.runs"], errors.Select(error => error.Where));
    }
}
