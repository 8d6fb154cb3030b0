using Orchestrator.Grains.Interfaces.Workers;

namespace Orchestrator.Grains.Decisions.Pools;

/// <summary>
/// Who is asked next: the higher priority first, among equals the sweep that holds the fewest slots, among those the one that was submitted first;
/// within a sweep the order of its runs. Sweeps of one priority so share the devices evenly as leases end, and what one of them has no use for goes to
/// the others. Nothing that runs is taken away.
/// </summary>
/// <remarks>Max-min fairness over slots, served one at a time (Bertsekas and Gallager, Data Networks, 1992).</remarks>
internal sealed class FairQueue
{
    /// <summary>One queue per sweep.</summary>
    private readonly PriorityQueue<Queue<LeaseRequest>, Standing> _next = new();
    private readonly Dictionary<string, int> _held;
    private Queue<LeaseRequest> _asked = [];

    private FairQueue(Dictionary<string, int> held) => _held = held;

    public static FairQueue Of(PoolState state)
    {
        var queue = new FairQueue(state.Leases.Values.GroupBy(held => held.Lease.Run.SweepId).ToDictionary(sweep => sweep.Key, sweep => sweep.Sum(held => held.Slots)));
        foreach (var sweep in state.Queue.GroupBy(request => request.Run.SweepId)) queue.Enter(new(sweep));
        return queue;
    }

    /// <summary>Null: everybody was asked.</summary>
    public LeaseRequest? Next()
    {
        if (_asked.Count > 0) Enter(_asked);
        if (_next.Count == 0) return null;
        _asked = _next.Dequeue();
        return _asked.Dequeue();
    }

    /// <summary>The request that was asked last was served.</summary>
    public void Took(HeldLease held) => _held[held.Lease.Run.SweepId] = _held.GetValueOrDefault(held.Lease.Run.SweepId) + held.Slots;

    private void Enter(Queue<LeaseRequest> sweep)
    {
        var first = sweep.Peek();
        _next.Enqueue(sweep, new Standing(first.Need.Priority, _held.GetValueOrDefault(first.Run.SweepId), first));
    }

    private readonly record struct Standing(int Priority, int Held, LeaseRequest First) : IComparable<Standing>
    {
        public int CompareTo(Standing other)
        {
            var byPriority = other.Priority.CompareTo(Priority);
            if (byPriority != 0) return byPriority;
            var byHeld = Held.CompareTo(other.Held);
            return byHeld != 0 ? byHeld : QueueOrder.Instance.Compare(First, other.First);
        }
    }
}
