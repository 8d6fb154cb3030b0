using System.Reflection;
using Orchestrator.Grains.Ledger;

namespace Orchestrator.Cluster.Tests.Support;

/// <summary>A ledger that answers everything with one error.</summary>
public class DeadLedger : DispatchProxy
{
    private Exception _error = new InvalidOperationException();

    internal static ILedger That(Exception error)
    {
        var ledger = Create<ILedger, DeadLedger>();
        ((DeadLedger)(object)ledger)._error = error;
        return ledger;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => throw _error;
}
