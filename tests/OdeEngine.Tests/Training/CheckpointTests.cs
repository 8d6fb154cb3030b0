using System.Security.Cryptography;
using Orchestrator.OdeEngine.Training;

namespace Orchestrator.OdeEngine.Tests.Training;

public sealed class CheckpointTests
{
    private static readonly TrainingPlan Plan = TrainingPlans.Plan(TrainingPlans.Spiral) with { Iterations = 4 };

    [Fact]
    public void Damaged_content_is_always_noticed()
    {
        var good = Checkpoint();
        var random = new Random(5);
        for (var round = 0; round < 300; round++)
        {
            var content = good.Content.ToArray();
            if (round % 3 == 0)
                content = content[..random.Next(content.Length)];
            else
                content[random.Next(content.Length)] ^= (byte)random.Next(1, 256);
            // With the old hash, and as if the hash had been made after the damage.
            var hash = round % 2 == 0 ? good.Sha256 : Convert.ToHexStringLower(SHA256.HashData(content));
            var error = Assert.Throws<InvalidDataException>(() => TrainingSession.Run(Plan, good with { Content = content, Sha256 = hash }, new Recorder()));
            Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_checkpoint_of_another_plan_is_refused()
    {
        var good = Checkpoint();
        foreach (var other in new[]
        {
            Plan with { Seed = 2 }, Plan with { Iterations = 5 }, Plan with { Optimizer = TrainingPlans.Optimizers[0] },
            Plan with { Solve = Plan.Solve with { RelativeTolerance = 1e-5 } }, Plan with { Model = (ModelSettings.Mlp)Plan.Model with { Hidden = [9] } },
        })
            Assert.Contains("another plan", Assert.Throws<InvalidDataException>(() => TrainingSession.Run(other, good, new Recorder())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Time_limit_and_reporting_may_change_between_attempts()
        => Assert.IsType<TrainingEnd.Completed>(TrainingSession.Run(Plan with { ReportEvery = 1, TimeLimit = TimeSpan.FromHours(1) }, Checkpoint(), new Recorder()));

    [Fact]
    public void What_one_run_has_learned_goes_on_under_other_settings_with_the_counts_of_another()
    {
        var other = Plan with { Optimizer = new OptimizerSettings.Adam(1e-1, 0.9, 0.999, 1e-8), Solve = Plan.Solve with { RelativeTolerance = 1e-7, AbsoluteTolerance = 1e-9 } };
        var learned = Checkpoint();
        var counted = Assert.IsType<TrainingEnd.Stopped>(TrainingSession.Run(other, null, new Recorder { StopAfter = 2 })).At!;
        var joined = learned.CountedOnFrom(counted);
        Assert.Equal(joined.Sha256, learned.CountedOnFrom(counted).Sha256);
        Assert.Equal(joined.Sha256, joined.CountedOnFrom(counted).Sha256);

        var (itself, goesOn, changed, own) = (Last(Plan, learned), Last(Plan, joined), Last(other, joined), Last(other, counted));
        Assert.Equal(itself.TrainingLoss, goesOn.TrainingLoss);
        Assert.NotEqual(itself.TrainingLoss, changed.TrainingLoss);
        Assert.NotEqual(own.TrainingLoss, changed.TrainingLoss);
        // Counts are those of the run that goes on, plus what the two iterations since then cost.
        var spent = Evaluations(other, null, 2);
        Assert.Equal(itself.Evaluations.Forward - Evaluations(Plan, null, 2), goesOn.Evaluations.Forward - spent);
        Assert.True(spent > Evaluations(Plan, null, 2));
    }

    [Fact]
    public void Damaged_checkpoints_are_not_joined()
    {
        var good = Checkpoint();
        var content = good.Content.ToArray();
        content[^40] ^= 1;
        var bad = good with { Content = content };
        Assert.Contains("damaged", Assert.Throws<InvalidDataException>(() => bad.CountedOnFrom(good)).Message, StringComparison.Ordinal);
        Assert.Contains("damaged", Assert.Throws<InvalidDataException>(() => good.CountedOnFrom(bad)).Message, StringComparison.Ordinal);
        Assert.Contains("another plan", Assert.Throws<InvalidDataException>(() => TrainingSession.Run(Plan with { Seed = 2 }, good, new Recorder())).Message, StringComparison.Ordinal);
    }

    private static TrainingObservation Last(TrainingPlan plan, TrainingCheckpoint from)
        => Assert.IsType<TrainingEnd.Completed>(TrainingSession.Run(plan, from, new Recorder())).Last;

    private static long Evaluations(TrainingPlan plan, TrainingCheckpoint? from, int iterations)
    {
        var recorder = new Recorder { WantsToSee = iteration => iteration == iterations, StopAfter = iterations };
        TrainingSession.Run(plan, from, recorder);
        return recorder.Observations[^1].Evaluations.Forward;
    }

    private static TrainingCheckpoint Checkpoint()
        => Assert.IsType<TrainingEnd.Stopped>(TrainingSession.Run(Plan, null, new Recorder { StopAfter = 2 })).At!;
}
