using Orchestrator.Client.Results;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Client.Tests.Results;

public sealed class ResultTextTests
{
    [Fact]
    public void Failed_and_stopped_runs_are_told_apart_with_their_seeds_and_reasons()
    {
        RunRow[] runs = [Run(2, RunStatus.Pruned, null, "too many evaluations"), Run(1, RunStatus.Failed, FailureCause.MaxSteps, "t = 1"), Run(0, RunStatus.Completed, null, null)];
        Assert.Equal(["trial 1, seed 7: max-steps: t = 1"], ResultText.FailedRuns(runs, [7]));
        Assert.Equal(["trial 2, seed 7, after 0 iterations: too many evaluations"], ResultText.StoppedRuns(runs, [7]));
    }

    [Fact]
    public void A_long_list_says_how_many_it_leaves_out()
    {
        var lines = ResultText.StoppedRuns([.. Enumerable.Range(0, 13).Select(trial => Run(trial, RunStatus.Pruned, null, "why"))], [7]).ToArray();
        Assert.Equal(11, lines.Length);
        Assert.StartsWith("3 more stopped runs", lines[^1], StringComparison.Ordinal);
    }

    private static RunRow Run(int trial, RunStatus status, FailureCause? cause, string? message)
        => new(new RunId("s", trial, 0), 7, status, cause, message, 1, false, "cpu", default, null, null, null);
}
