using System.Collections.Concurrent;
using System.Threading.Channels;
using Orchestrator.Grains.Decisions.Scheduling;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Running;

namespace Orchestrator.Simulation;

/// <summary>
/// Devices that train by formula in virtual time. A run reports where it is judged, and at its end. Unlike a real one it does not train
/// on while its sweep thinks: how far it came would depend on the machine.
/// </summary>
internal sealed class VirtualDevices(VirtualTime time) : IRunExecutor
{
    private readonly ConcurrentDictionary<RunId, Channel<RungAnswer>> _answers = [];

    public Outcome Execute(AttemptWork work, IAttemptFeed feed)
    {
        var plan = work.Plan;
        var (answers, end) = (_answers[plan.Id] = Channel.CreateUnbounded<RungAnswer>(), plan.Settings.Training.Iterations);
        var before = FormulaTraining.ResumedAt(work);
        var next = FirstFrom(before + 1, end, iteration => IsWanted(feed, plan, iteration));
        while (true)
        {
            time.Pass(plan.Id, FormulaTraining.SecondsOf(plan, next - before));
            // The level of this report may still be on its way to the device.
            for (var wait = new SpinWait(); next < end && !IsWanted(feed, plan, next);) wait.SpinOnce();
            var observation = FormulaTraining.Observation(plan, next);
            feed.Observed(observation);
            if (next == end) return new Outcome.Completed(null);
            var answer = Answer(answers.Reader, CurvePoints.ResourceOf(plan.RungResource, observation));
            if (answer.Verdict == RungVerdict.Pause) return FormulaTraining.Stopped(feed, StopReason.Interrupted, next);
            if (answer.Verdict == RungVerdict.Prune) return FormulaTraining.Stopped(feed, StopReason.Pruned, next);
            before = next;
            next = FirstFrom(before + 1, end, iteration => CurvePoints.ResourceOf(plan.RungResource, FormulaTraining.Observation(plan, iteration)) >= answer.NextRung);
        }
    }

    /// <summary>What a sweep has answered is on its way to the run's device.</summary>
    public void Hear(RunId run, RungAnswer answer) => _answers[run].Writer.TryWrite(answer);

    private static int FirstFrom(int iteration, int end, Func<int, bool> isWanted)
    {
        while (iteration < end && !isWanted(iteration)) iteration++;
        return iteration;
    }

    private static bool IsWanted(IAttemptFeed feed, RunPlan plan, int iteration)
        => feed.WantsReport(iteration, FormulaTraining.EvaluationsOf(iteration), TimeSpan.FromSeconds(FormulaTraining.SecondsOf(plan, iteration)));

    /// <summary>Blocks until the sweep has judged the last of the levels that a report has reached.</summary>
    private static RungAnswer Answer(ChannelReader<RungAnswer> answers, double resource)
    {
        while (true)
            if (answers.ReadAsync().AsTask().GetAwaiter().GetResult() is var answer && !(answer.Verdict == RungVerdict.Continue && answer.NextRung <= resource)) return answer;
    }
}
