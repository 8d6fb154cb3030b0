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

    private static TrainingCheckpoint Checkpoint()
        => Assert.IsType<TrainingEnd.Stopped>(TrainingSession.Run(Plan, null, new Recorder { StopAfter = 2 })).At!;
}
