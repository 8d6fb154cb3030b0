using System.Runtime.InteropServices;
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
    private readonly Dictionary<string, int> _held = new(StringComparer.Ordinal);
    private Queue<LeaseRequest> _asked = [];

    public static FairQueue Of(PoolState state)
    {
        var queue = new FairQueue();
        foreach (var (_, held) in state.Leases) queue.Took(held);
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

    /// <summary>Counts a lease of a sweep; before that sweep is asked again.</summary>
    public void Took(HeldLease held) => CollectionsMarshal.GetValueRefOrAddDefault(_held, held.Lease.Run.SweepId, out _) += held.Slots;

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
