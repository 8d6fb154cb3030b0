using System.Diagnostics.Metrics;

namespace Orchestrator.Silo.Telemetry;

/// <summary>What the ledger's writer measures.</summary>
internal static class LedgerInstruments
{
    public const string MeterName = "Orchestrator.Ledger";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Histogram<double> CommitDuration =
        Meter.CreateHistogram<double>("orchestrator.ledger.commit.duration", "s", "Time of one transaction of the ledger, flush to disk included.");

    private static readonly Counter<long> Changes =
        Meter.CreateCounter<long>("orchestrator.ledger.changes", "{change}", "Changes handed to the ledger; divided by commits: how many share a flush.");

    public static void Committed(int changes, TimeSpan duration)
    {
        CommitDuration.Record(duration.TotalSeconds);
        Changes.Add(changes);
    }
}
