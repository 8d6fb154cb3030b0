using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Sweeps;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Tests.Specs;
using Orchestrator.TestSupport;

namespace Orchestrator.Grains.Tests.Sweeps;

/// <summary>Whole sweeps over the real machine, records and samplers, on devices that finish runs in any order.</summary>
public sealed class ScheduleTests
{
    public static TheoryData<string> Learning => [.. Samplers.All.Where(sampler => sampler.Learns).Select(sampler => sampler.Name)];

    [Theory, MemberData(nameof(Learning))]
    public void A_deterministic_sweep_has_the_same_trials_on_any_number_of_slots_in_any_order(string kind)
    {
        var spec = Spec(kind, "deterministic");
        var alone = new Devices(spec, slots: 1, seed: 1).Run();
        Assert.Equal(40, alone.Length);
        Assert.Equal(alone, new Devices(spec, slots: 3, seed: 2).Run());
        Assert.Equal(alone, new Devices(spec, slots: 8, seed: 3).Run());
    }

    [Fact]
    public void Without_it_the_order_matters()
        => Assert.NotEqual(new Devices(Spec("tpe", "asynchronous"), slots: 1, seed: 1).Run(), new Devices(Spec("tpe", "asynchronous"), slots: 8, seed: 3).Run());

    [Theory]
    [InlineData(13, true), InlineData(12, false)]
    public void A_suggestion_waits_for_the_trials_before_its_window_and_knows_no_later_ones(int finished, bool isMade)
    {
        // Eight runs in flight with two seeds each: a window of four trials. Trial 17 waits for trials 0 to 12.
        var spec = Spec("tpe", "deterministic");
        Assert.Equal(4, KnownResults.Window(spec));
        TrialRecord Trial(long number, TrialResult result) => new(number, [], result);
        var history = new SearchHistory([.. Enumerable.Range(0, 17).Select(number => Trial(number, number < finished ? new TrialResult.Finished([1]) : new TrialResult.Pending()))]);
        Assert.Equal(isMade, KnownResults.For(spec, history, 17) is not null);
        var all = new SearchHistory([.. Enumerable.Range(0, 17).Select(number => Trial(number, new TrialResult.Finished([1])))]);
        Assert.Equal(13, KnownResults.For(spec, all, 17)!.Trials.Count(trial => trial.Result is TrialResult.Finished));
    }

    private static SweepSpec Spec(string kind, string schedule) => SpecText.Read(SpecText.Spiral + $$"""
        space:
          solver.rtol: { log_uniform: [1e-8, 1e-2] }
          training.optimizer.learning_rate: { log_uniform: [1e-4, 1e-1] }
        search: { kind: {{kind}}, trials: 40, max_parallel: 8, schedule: {{schedule}} }
        replicates: { seeds: [0, 1] }
        """);

    private sealed class Devices(SweepSpec spec, int slots, ulong seed)
    {
        private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        private readonly TrialRecords _trials = new(spec);
        private SweepState _state = SweepState.Initial;

        /// <summary>Points of all trials, as text.</summary>
        public string[] Run()
        {
            Happen(new SweepEvent.Begun(At));
            for (var step = 0; _state.Phase is not SweepPhase.Over; step++)
            {
                var running = Math.Min(slots, _state.InFlight.Length);
                var run = _state.InFlight[(int)(CounterRandom.Uniform(seed, step, 0) * running)];
                Happen(new SweepEvent.RunFinished(new RunSummary(new RunId("s", run.Trial, run.Replicate), RunStatus.Completed, null, 1, Result(run))));
            }
            return [.. _trials.All.Trials.Select(trial => string.Join(", ", trial.Assignment.Select(value => value.ToString())))];
        }

        private Observation Result(InFlightRun run)
            => Sample.Observation(1, _trials.AssignmentOf(run.Trial).Sum(value => Math.Pow(Math.Log10(((ParameterValue.Number)value.Value).Value) + 3, 2)) + 0.1 * run.Replicate);

        private void Happen(SweepEvent happened)
        {
            Take(happened, SweepMachine.Apply(spec, _state, happened, At));
            while (SweepMachine.Wish(spec, _state) is SweepWish.Opening opening)
            {
                SweepEvent answer = opening.Open is { } open
                    ? new SweepEvent.RunAdmitted(new RunId("s", open.Number, open.NextReplicate), RungAnswer.ToTheEnd)
                    : Proposals.Suggest(spec, _trials.All, opening.NextTrial) switch
                    {
                        Suggestion.WaitForResults => new SweepEvent.NothingToStart(),
                        var suggestion => new SweepEvent.TrialProposed(opening.NextTrial, suggestion),
                    };
                var next = SweepMachine.Apply(spec, _state, answer, At);
                Take(answer, next);
                if (!next.Durable) break;
            }
        }

        private void Take(SweepEvent happened, SweepTransition transition)
        {
            if (happened is SweepEvent.TrialProposed { Suggestion: Suggestion.Point point } proposed) _trials.Proposed(proposed.Number, point.Assignment);
            foreach (var tell in transition.Tells) _trials.Heard(tell);
            _state = transition.State;
        }
    }
}
