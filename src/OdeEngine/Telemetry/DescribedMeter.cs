using System.Collections.Immutable;
using System.Diagnostics.Metrics;

namespace Orchestrator.OdeEngine.Telemetry;

#pragma warning disable CA1001 // A meter lives as long as the process.
/// <summary>Makes the instruments of one meter and remembers what each means and carries, so that the documentation is written from them.</summary>
public sealed class DescribedMeter(string name)
#pragma warning restore CA1001
{
    /// <summary>Seconds, from a flush to a solid-state disk to a run of a quarter of an hour; the SDK's own boundaries count in milliseconds.</summary>
    private static readonly double[] SecondBuckets = [1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000];

    private readonly Meter _meter = new(name);
    private readonly List<InstrumentDescription> _described = [];

    /// <summary>In the order in which the instruments were made.</summary>
    public ImmutableArray<InstrumentDescription> Described => [.. _described];

    public Counter<long> Counter(string name, string unit, string meaning, params ImmutableArray<string> attributes)
        => Remember(_meter.CreateCounter<long>(name, unit, meaning), "counter", attributes);

    /// <summary>A counter of wall time in seconds.</summary>
    public Counter<double> Time(string name, string meaning, params ImmutableArray<string> attributes)
        => Remember(_meter.CreateCounter<double>(name, "s", meaning), "counter", attributes);

    public UpDownCounter<long> UpDownCounter(string name, string unit, string meaning, params ImmutableArray<string> attributes)
        => Remember(_meter.CreateUpDownCounter<long>(name, unit, meaning), "up-down counter", attributes);

    public Gauge<double> Gauge(string name, string unit, string meaning, params ImmutableArray<string> attributes)
        => Remember(_meter.CreateGauge<double>(name, unit, meaning), "gauge", attributes);

    /// <param name="measure">Called whenever somebody reads metrics.</param>
    public ObservableGauge<double> ObservableGauge(string name, string unit, string meaning, Func<IEnumerable<Measurement<double>>> measure, params ImmutableArray<string> attributes)
        => Remember(_meter.CreateObservableGauge(name, measure, unit, meaning), "gauge", attributes);

    /// <summary>A histogram of wall time in seconds.</summary>
    public Histogram<double> Duration(string name, string meaning, params ImmutableArray<string> attributes)
        => Histogram(name, "s", meaning, SecondBuckets, attributes);

    /// <param name="buckets">Upper boundaries, ascending.</param>
    public Histogram<T> Histogram<T>(string name, string unit, string meaning, T[] buckets, params ImmutableArray<string> attributes)
        where T : struct
        => Remember(_meter.CreateHistogram(name, unit, meaning, tags: null, new InstrumentAdvice<T> { HistogramBucketBoundaries = buckets }), "histogram", attributes);

    private T Remember<T>(T instrument, string kind, ImmutableArray<string> attributes)
        where T : Instrument
    {
        _described.Add(new InstrumentDescription(instrument.Name, kind, instrument.Unit!, instrument.Description!, attributes));
        return instrument;
    }
}
