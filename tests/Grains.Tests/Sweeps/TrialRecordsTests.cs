using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Sweeps;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.TestSupport;

namespace Orchestrator.Grains.Tests.Sweeps;

public sealed class TrialRecordsTests
{
    [Fact]
    public void A_trial_is_pending_until_its_last_replicate_is_over_and_then_the_mean_of_those_that_completed()
    {
        var records = Records(replicates: 3);
        records.Heard(Tell(0, 0, TellKind.Completed, 1));
        records.Heard(Tell(0, 2, TellKind.Failed, 100));
        Assert.IsType<TrialResult.Pending>(records.All.Trials[0].Result);
        records.Heard(Tell(0, 1, TellKind.Completed, 3));
        Assert.Equal([2.0], Assert.IsType<TrialResult.Finished>(records.All.Trials[0].Result).Values.AsEnumerable());
    }

    [Fact]
    public void A_trial_of_which_nothing_completed_shows_how_far_the_stopped_runs_came()
    {
        var records = Records(replicates: 2);
        records.Heard(Tell(0, 0, TellKind.Pruned, 4, iteration: 9));
        records.Heard(Tell(0, 1, TellKind.Paused, 6, iteration: 27));
        var pruned = Assert.IsType<TrialResult.Pruned>(records.All.Trials[0].Result);
        Assert.Equal((5.0, 9.0), (pruned.Values[0], pruned.Resource));
    }

    [Fact]
    public void A_run_that_is_taken_up_or_repeated_makes_its_trial_pending_again()
    {
        var records = Records(replicates: 1);
        records.Heard(Tell(0, 0, TellKind.Paused, 4));
        records.Heard(Tell(0, 0, TellKind.Resumed, null));
        Assert.IsType<TrialResult.Pending>(records.All.Trials[0].Result);
        records.Heard(Tell(0, 0, TellKind.Failed, 4));
        Assert.IsType<TrialResult.Failed>(records.All.Trials[0].Result);
        records.Heard(Tell(0, 0, TellKind.Repeated, null));
        Assert.IsType<TrialResult.Pending>(records.All.Trials[0].Result);
    }

    [Fact]
    public void Values_that_are_not_finite_are_left_out_of_the_mean_and_none_makes_it_NaN()
    {
        var records = Records(replicates: 2);
        records.Heard(Tell(0, 0, TellKind.Completed, double.NaN));
        records.Heard(Tell(0, 1, TellKind.Completed, 8));
        Assert.Equal(8, ((TrialResult.Finished)records.All.Trials[0].Result).Values[0]);
        records.Heard(Tell(0, 1, TellKind.Completed, double.PositiveInfinity));
        Assert.True(double.IsNaN(((TrialResult.Finished)records.All.Trials[0].Result).Values[0]));
    }

    private static TrialRecords Records(int replicates, int trials = 1)
    {
        var records = new TrialRecords(Sample.Spec(replicates: replicates));
        for (var trial = 0; trial < trials; trial++) records.Proposed(trial, []);
        return records;
    }

    private static TellRow Tell(int trial, int replicate, TellKind kind, double? loss, int iteration = 9)
        => new(new RunId("s", trial, replicate), 0, default, kind, 1, loss is { } value ? Sample.Observation(iteration, value) : null);
}
