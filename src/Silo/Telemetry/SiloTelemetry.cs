using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Orchestrator.OdeEngine.Telemetry;

namespace Orchestrator.Silo.Telemetry;

/// <summary>Names and units of what the silo itself measures: its ledger's writer.</summary>
internal static class SiloTelemetry
{
    public const string Name = "Orchestrator.Silo";

    private static readonly DescribedMeter Meter = new(Name);

    private static readonly Histogram<double> CommitDuration = Meter.Duration("orchestrator.ledger.commit.duration", "one transaction of the ledger, flush to disk included");

    private static readonly Counter<long> Changes =
        Meter.Counter("orchestrator.ledger.changes", "{change}", "changes stored; divided by the number of commits: how many share a flush");

    public static ImmutableArray<InstrumentDescription> Instruments => Meter.Described;

    public static void Committed(int changes, TimeSpan duration)
    {
        CommitDuration.Record(duration.TotalSeconds);
        Changes.Add(changes);
    }
}
