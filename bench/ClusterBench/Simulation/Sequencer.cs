using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Running;

namespace Orchestrator.Simulation;

/// <summary>
/// Stands at the door of the sweep's grain and lets the messages of its runs in one at a time, in the order of the simulated clock. Whatever
/// happens behind and before the door goes on at its own speed, by the machine's clock. A message is let in when no run can still have something earlier to say, so
/// what the sweep hears, and in which order, depends on the simulation alone.
/// </summary>
internal sealed class Sequencer : IPacing
{
    /// <summary>From an answer that ends an attempt, or from its last report, to the sweep's hearing that it is over.</summary>
    private static readonly TimeSpan Ending = TimeSpan.FromMilliseconds(100);

    /// <summary>No level of the simulated sweeps is nearer to the one before it, or to the start.</summary>
    private static readonly TimeSpan Nearest = SimulatedDevice.Least(9);

    private readonly Lock _lock = new();
    private readonly Dictionary<RunId, Member> _members = [];
    private readonly SortedSet<Member> _order = [];
    private readonly Dictionary<Question, TaskCompletionSource<Directive>> _asked = [];
    private TimeSpan _now;
    private bool _isOccupied;

    public void Plan(RunId run, TimeSpan after)
    {
        lock (_lock) Move(run, known => known with { At = known.Since + after, IsCertain = true });
        LetIn();
    }

    public void ObserveJudged(RunId run, Observation observation, IAttemptFeed feed)
    {
        var answer = new TaskCompletionSource<Directive>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock) _asked.Add(new Question(run, observation.Iteration), answer);
        feed.Observed(observation);
        // The answer is here a moment before the attempt has taken note of it.
        if (answer.Task.Result is not Directive.Continue go) SpinWait.SpinUntil(() => feed.Stop is not null);
        else if (go.NextRung is { } rung) SpinWait.SpinUntil(() => feed.WantsReport((int)rung, 0, TimeSpan.Zero));
    }

    /// <summary>What a run was told after the report that ends with this iteration.</summary>
    public void Answered(RunId run, int iteration, Directive answer)
    {
        lock (_lock)
            if (_asked.Remove(new Question(run, iteration), out var asked)) asked.SetResult(answer);
    }

    /// <summary>Completes when the message may go in. It is the only one inside until <see cref="Left"/>.</summary>
    public Task EnterAsync(RunId run, bool isEnd)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock) Move(run, known => known with { Turn = turn, At = isEnd ? EndOf(known) : known.At, IsCertain = true });
        LetIn();
        return turn.Task;
    }

    public void Left()
    {
        lock (_lock) _isOccupied = false;
        LetIn();
    }

    /// <summary>The sweep has proposed a trial, and with it started its only run.</summary>
    public void Proposed(TrialRow trial) => Begins(new RunId(trial.SweepId, trial.Number, 0), Nearest);

    /// <summary>Within a turn of the sweep: what it makes of a run.</summary>
    public void Told(TellRow tell)
    {
        switch (tell)
        {
            case { Kind: TellKind.Judged, Verdict: RungVerdict.Continue }:
                Begins(tell.Run, Nearest);
                break;
            case { Kind: TellKind.Judged }:
                lock (_lock) Move(tell.Run, known => known with { Since = _now, At = _now + Ending, IsCertain = true, IsOver = true });
                break;
            case { Kind: TellKind.Resumed }:
                // It goes on, or is stopped for good.
                Begins(tell.Run, Nearest < Ending ? Nearest : Ending);
                break;
            default:
                lock (_lock) Remove(tell.Run);
                break;
        }
    }

    private void Begins(RunId run, TimeSpan soonest)
    {
        lock (_lock)
        {
            Remove(run);
            Add(new Member(run, _now, _now + soonest));
        }
    }

    /// <summary>The end follows the last report by a fixed time; one that was not planned is that of a run which the sweep has stopped.</summary>
    private static TimeSpan EndOf(Member known) => known.IsOver ? known.At : (known.IsCertain ? known.At : known.Since) + Ending;

    private void LetIn()
    {
        lock (_lock)
        {
            if (_isOccupied || _order.Min is not { IsCertain: true, Turn: { } turn } next) return;
            Remove(next.Run);
            Add(next with { Since = next.At, IsCertain = false, Turn = null });
            _now = next.At;
            _isOccupied = true;
            turn.SetResult();
        }
    }

    private void Move(RunId run, Func<Member, Member> change)
    {
        if (!_members.TryGetValue(run, out var known)) throw new InvalidOperationException($"{run} has something to say, and its sweep has not started it.");
        Remove(run);
        Add(change(known));
    }

    private void Add(Member member)
    {
        _members.Add(member.Run, member);
        _order.Add(member);
    }

    private void Remove(RunId run)
    {
        if (_members.Remove(run, out var known)) _order.Remove(known);
    }

    private readonly record struct Question(RunId Run, int Iteration);

    /// <summary>A run that the sweep has in flight.</summary>
    /// <param name="Since">When the sweep last decided about it.</param>
    /// <param name="At">When it has something to say next, or the soonest that it could.</param>
    private sealed record Member(RunId Run, TimeSpan Since, TimeSpan At) : IComparable<Member>
    {
        /// <summary>It speaks at exactly that time.</summary>
        public bool IsCertain { get; init; }

        /// <summary>Its sweep has told it to stop.</summary>
        public bool IsOver { get; init; }

        /// <summary>Its message is at the door.</summary>
        public TaskCompletionSource? Turn { get; init; }

        public int CompareTo(Member? other) => other is null ? 1 : (At, Run.TrialNumber, Run.Replicate).CompareTo((other.At, other.Run.TrialNumber, other.Run.Replicate));
    }
}
