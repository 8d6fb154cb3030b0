using System.Collections.Immutable;
using System.Reflection;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Ledger;

namespace Orchestrator.Simulation;

/// <summary>A ledger that tells the sequencer what a sweep has decided, in the turn in which it did.</summary>
#pragma warning disable CA1852 // DispatchProxy derives from it.
internal class WatchedLedger : DispatchProxy
#pragma warning restore CA1852
{
    private ILedger _inner = null!;
    private Sequencer _sequencer = null!;

    public static ILedger Over(ILedger inner, Sequencer sequencer)
    {
        var ledger = Create<ILedger, WatchedLedger>();
        ((WatchedLedger)(object)ledger)._inner = inner;
        ((WatchedLedger)(object)ledger)._sequencer = sequencer;
        return ledger;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        switch (args?.FirstOrDefault())
        {
            case ImmutableArray<TellRow> tells:
                foreach (var tell in tells) _sequencer.Told(tell);
                break;
            case TrialRow trial:
                _sequencer.Proposed(trial);
                break;
        }
        return targetMethod!.Invoke(_inner, args);
    }
}
