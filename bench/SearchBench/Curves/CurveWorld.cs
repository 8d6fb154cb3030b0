using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Scheduling;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.SearchBench.Curves;

/// <summary>A sweep whose runs follow a formula: scheduler and sampler are the real ones, a place trains one epoch per tick. Deterministic.</summary>
/// <param name="curve">Value of the first objective of a run after so many epochs.</param>
/// <param name="epochs">Epochs of a whole run.</param>
internal sealed class CurveWorld(SweepSpec spec, Func<ImmutableArray<AssignedValue>, RunKey, int, double> curve, int epochs)
{
    private readonly IScheduler _scheduler = Schedulers.Of(spec);
    private readonly ISampler _sampler = Samplers.For(spec);
    private readonly List<TrialRecord> _trials = [];
    private readonly List<Training> _running = [];
    private readonly Dictionary<RunKey, Training> _all = [];
    private int _nextReplicate;

    public ScheduleHistory History { get; private set; } = ScheduleHistory.For(spec);
    public IReadOnlyList<TrialRecord> Trials => _trials;

    /// <summary>Epochs trained, by all runs together.</summary>
    public long Spent { get; private set; }

    /// <summary>Last values of the runs that were trained to their end.</summary>
    public Dictionary<RunKey, double> Finals { get; } = [];

    /// <summary>What was stopped, and why.</summary>
    public Dictionary<RunKey, string> Stopped { get; } = [];

    private sealed class Training(RunKey run, double? nextRung)
    {
        public RunKey Run => run;
        public int Epoch { get; set; }
        public double? NextRung { get; set; } = nextRung;
        public List<CurvePoint> Unreported { get; } = [];
        public double Last => Unreported.Count > 0 ? Unreported[^1].Values[0] : LastReported;
        public double LastReported { get; set; } = double.NaN;
    }

    /// <summary>Until the search is over or the budget of epochs is spent.</summary>
    public void Run(long budget, int places)
    {
        while (Spent < budget)
        {
            while (_running.Count < places && Fill()) { }
            if (_running.Count == 0) return;
            foreach (var training in _running.ToArray())
                if (Spent < budget) Train(training);
        }
    }

    /// <summary>False: there is no use for a free place now.</summary>
    private bool Fill()
    {
        switch (_scheduler.Next(spec, History))
        {
            case Opening.Resume resume:
                var training = _all[resume.Run];
                training.NextRung = resume.NextRung;
                _running.Add(training);
                Stands(resume.Run, RunStanding.Running);
                return true;
            case Opening.TakeOver over:
                History = History.Assigned(over.Run.Trial, over.Assignment);
                var taker = _all[over.Run];
                taker.NextRung = over.NextRung;
                _running.Add(taker);
                Stands(over.Run, RunStanding.Running);
                return true;
            case Opening.NewTrial:
                return Open();
            case Opening.Finish finish:
                foreach (var paused in History.Runs.Values.Where(run => run.Standing == RunStanding.Paused).ToArray()) Stop(paused.Run, finish.Why);
                return false;
            default:
                return false;
        }
    }

    private bool Open()
    {
        if (_nextReplicate == 0 || _nextReplicate == spec.Seeds.Length)
        {
            if (_sampler.Suggest(spec, new SearchHistory(_trials), _trials.Count) is not Suggestion.Point point)
            {
                History = History.WithMoreTrials(false);
                return true;
            }
            History = History.Assigned(_trials.Count, point.Assignment);
            _trials.Add(new TrialRecord(_trials.Count, point.Assignment, new TrialResult.Pending()));
            _nextReplicate = 0;
        }
        Begin(new RunKey(_trials.Count - 1, _nextReplicate++));
        return true;
    }

    private void Begin(RunKey run)
    {
        var verdict = _scheduler.Begin(spec, run, History);
        Stands(run, RunStanding.Running);
        if (verdict is Verdict.Stop stop)
        {
            Stop(run, stop.Why);
            return;
        }
        _all[run] = new Training(run, ((Verdict.Continue)verdict).NextRung);
        _running.Add(_all[run]);
    }

    private void Train(Training training)
    {
        Spent++;
        training.Epoch++;
        var value = curve(History.Assignments[training.Run.Trial], training.Run, training.Epoch);
        training.Unreported.Add(new CurvePoint(training.Epoch, [value]));
        if (training.Epoch == epochs)
        {
            Report(training);
            _running.Remove(training);
            Finals[training.Run] = value;
            Stands(training.Run, RunStanding.Completed);
        }
        else if (training.Epoch >= training.NextRung)
        {
            Report(training);
            Judge(training);
        }
    }

    private void Judge(Training training)
    {
        switch (_scheduler.Judge(spec, training.Run, History))
        {
            case Verdict.Continue go:
                training.NextRung = go.NextRung;
                return;
            case Verdict.Pause:
                _running.Remove(training);
                Stands(training.Run, RunStanding.Paused);
                return;
            case Verdict.Stop stop:
                _running.Remove(training);
                Stop(training.Run, stop.Why);
                return;
        }
    }

    private void Report(Training training)
    {
        training.LastReported = training.Last;
        History = History.Observed(training.Run, training.Unreported);
        training.Unreported.Clear();
    }

    private void Stop(RunKey run, string why)
    {
        Stopped[run] = why;
        Stands(run, RunStanding.Pruned);
    }

    /// <summary>The sampler learns what became of a trial when none of its runs is under way.</summary>
    private void Stands(RunKey run, RunStanding standing)
    {
        History = History.Stands(run, standing);
        var runs = Enumerable.Range(0, spec.Seeds.Length).Select(replicate => History.Find(run with { Replicate = replicate })).ToArray();
        var known = runs.OfType<RunCurve>().Where(each => !each.Points.IsEmpty).ToArray();
        TrialResult result = runs.Any(each => each is null or { Standing: RunStanding.Running }) || known.Length == 0 ? new TrialResult.Pending()
            : known.All(each => each.Standing == RunStanding.Completed) ? new TrialResult.Finished([known.Average(each => each.Points[^1].Values[0])])
            : new TrialResult.Pruned([known.Average(each => each.Points[^1].Values[0])], known.Min(each => each.Resource));
        _trials[run.Trial] = _trials[run.Trial] with { Result = result };
    }
}
