using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Orchestrator.OdeEngine.Training;

namespace Orchestrator.Grains.Telemetry;

/// <summary>In a silo: measures again what a device process has measured, so that one process exports all metrics of its runs.</summary>
internal sealed class MeasurementReplay : IDisposable
{
    private readonly ConcurrentDictionary<string, Instrument> _instruments = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    public MeasurementReplay()
    {
        _listener.InstrumentPublished = (instrument, _) =>
        {
            if (IsOurs(instrument)) _instruments[instrument.Name] = instrument;
        };
        _listener.Start();
        // The engine's instruments are made at the first look, and this silo may never train a run itself.
        _ = EngineTelemetry.Instruments;
    }

    /// <summary>Somebody in this process wants to know.</summary>
    public bool IsWanted => _instruments.Values.Any(instrument => instrument.Enabled);

    public static bool IsOurs(Instrument instrument) => instrument.Meter.Name is GrainTelemetry.Name or EngineTelemetry.Name;

    public void Replay(ImmutableArray<MeasuredSeries> measured)
    {
        foreach (var series in measured)
        {
            if (!_instruments.TryGetValue(series.Instrument, out var instrument)) continue;
            KeyValuePair<string, object?>[] tags = [.. series.Tags.Select(tag => GrainTelemetry.Tag(tag.Key, tag.Value))];
            foreach (var value in series.Values) Record(instrument, value, tags);
        }
    }

    public void Dispose() => _listener.Dispose();

    private static void Record(Instrument instrument, double value, KeyValuePair<string, object?>[] tags)
    {
        switch (instrument)
        {
            case Counter<long> counter:
                counter.Add((long)value, tags);
                break;
            case Counter<double> counter:
                counter.Add(value, tags);
                break;
            case UpDownCounter<long> counter:
                counter.Add((long)value, tags);
                break;
            case Histogram<long> histogram:
                histogram.Record((long)value, tags);
                break;
            case Histogram<double> histogram:
                histogram.Record(value, tags);
                break;
            case Gauge<double> gauge:
                gauge.Record(value, tags);
                break;
        }
    }
}
