using System.Collections.Immutable;
using System.Security.Cryptography;
using Orchestrator.Grains.Actors;
using Orchestrator.Grains.Decisions.Scheduling;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Running;
using Orchestrator.Grains.Specs;

namespace Orchestrator.Cluster.Tests.Support;

/// <summary>A cluster of simulated devices that trains real sweep files, under a scheduler of the test's choice.</summary>
/// <param name="places">Runs at once.</param>
internal sealed class Simulation(int places, IScheduler scheduler) : IExperimentRules
{
    private readonly ExperimentRules _rules = new();
    private long _iterations;

    public int Places => places;

    public SpecCheck Check(SweepSource source) => _rules.Check(source);

    public Suggestion Suggest(SweepSpec spec, SearchHistory history, long trialNumber) => _rules.Suggest(spec, history, trialNumber);

    public IScheduler Scheduler(SweepSpec spec) => scheduler;

    public RunSettings Settings(SweepSpec spec, ImmutableArray<AssignedValue> assignment) => _rules.Settings(spec, assignment);

    public double? Measure(string metric, Observation observation) => _rules.Measure(metric, observation);

    /// <summary>Iterations that all runs together have trained.</summary>
    public long Iterations => Interlocked.Read(ref _iterations);

    public void Trained() => Interlocked.Increment(ref _iterations);
}

/// <summary>
/// Learns by formula, without spending time: the loss falls from 1 to a floor that depends on the learning rate, the faster the larger
/// it is; seeds shift both a little. Says what a real run would say, and stops where a real one would.
/// </summary>
internal sealed class SimulatedDevice(Simulation simulation) : IRunExecutor
{
    private static readonly TimeSpan Blink = TimeSpan.FromMilliseconds(1);

    public Outcome Execute(AttemptWork work, IAttemptFeed feed)
    {
        var (training, from) = (work.Plan.Settings.Training, work.ResumeFrom is { } saved ? BitConverter.ToInt32(saved.Content.Span) : 0);
        for (var iteration = from + 1; iteration <= training.Iterations; iteration++)
        {
            if (feed.Stop is { } reason)
            {
                if (reason == StopReason.Interrupted) Save(feed, iteration - 1);
                return reason == StopReason.Cancelled ? new Outcome.Cancelled() : new Outcome.Interrupted();
            }
            simulation.Trained();
            var observation = Observe(work.Plan, iteration);
            if (iteration % training.ReportEvery != 0 && iteration != training.Iterations && !feed.WantsReport(iteration, observation.NfeTotal, TimeSpan.FromSeconds(observation.Seconds.Total))) continue;
            feed.Observed(observation);
            while (feed.IsBeingJudged && feed.Stop is null) Thread.Sleep(Blink);
        }
        return new Outcome.Completed(null);
    }

    public static Observation Observe(RunPlan plan, int iteration)
    {
        var rate = plan.Settings.Training.Optimizer.LearningRate;
        var luck = 0.02 * Math.Sin(1 + plan.Seed);
        var distance = Math.Log10(rate) + 2;
        var floor = 0.1 + (0.1 * distance * distance) + luck;
        var loss = floor + ((1 - floor) * Math.Exp(-iteration * 3 * Math.Sqrt(rate)));
        var evaluations = (long)(50 * (1 + Math.Abs(distance))) * iteration;
        return new Observation(
            iteration, loss, loss, evaluations, evaluations, 0, evaluations, 8 * iteration, iteration, 0.01, 0.1,
            new PhaseSeconds(0, 0.01 * iteration, 0.02 * iteration, 0, 0, 0, 0), 1 << 20, null);
    }

    private static void Save(IAttemptFeed feed, int iteration)
    {
        var content = BitConverter.GetBytes(iteration);
        feed.Checkpointed(new SavedCheckpoint(iteration, content, Convert.ToHexStringLower(SHA256.HashData(content))));
    }
}
