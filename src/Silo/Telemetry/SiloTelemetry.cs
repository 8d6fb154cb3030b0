using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Orchestrator.OdeEngine.Telemetry;

namespace Orchestrator.Silo.Telemetry;

/// <summary>Names and units of what the silo itself measures, its ledger's writer, and of what its clients tell traces.</summary>
internal static class SiloTelemetry
{
    public const string Name = "Orchestrator.Silo";

    private static readonly DescribedMeter Meter = new(Name);

    private static readonly Histogram<double> CommitDuration = Meter.Duration("orchestrator.ledger.commit.duration", "one transaction of the ledger, flush to disk included");

    private static readonly Counter<long> Changes =
        Meter.Counter("orchestrator.ledger.changes", "{change}", "changes stored; divided by the number of commits: how many share a flush");

    public const string SubmitSpan = "sweep.submit";
    public const string SweepId = "orchestrator.sweep.id";

    public static ImmutableArray<InstrumentDescription> Instruments => Meter.Described;

    public static ImmutableArray<SpanDescription> Spans { get; } = [new(SubmitSpan, Name, "none; in the process of the console", [SweepId])];

    public static ActivitySource Source { get; } = new(Name);

    public static void Committed(int changes, TimeSpan duration)
    {
        CommitDuration.Record(duration.TotalSeconds);
        Changes.Add(changes);
    }
}
