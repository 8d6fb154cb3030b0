using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Orchestrator.Grains.Telemetry;

/// <summary>In a device process: keeps what its instruments measure until it is taken.</summary>
internal sealed class MeasurementCollector : IDisposable
{
    private readonly Lock _lock = new();
    private readonly MeterListener _listener = new();
    private Dictionary<string, Collected> _series = new(StringComparer.Ordinal);

    public MeasurementCollector()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (MeasurementReplay.IsOurs(instrument) && !instrument.IsObservable) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>What was measured since the last call.</summary>
    public ImmutableArray<MeasuredSeries> Take()
    {
        Dictionary<string, Collected> taken;
        lock (_lock) (taken, _series) = (_series, new Dictionary<string, Collected>(StringComparer.Ordinal));
        return [.. taken.Values.Select(series => new MeasuredSeries(series.Instrument.Name, series.Tags, [.. series.Values]))];
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = Key(instrument, tags);
        lock (_lock)
        {
            if (!_series.TryGetValue(key, out var series)) _series[key] = series = new Collected(instrument, Named(tags), []);
            if (instrument is Counter<long> or Counter<double> && series.Values.Count > 0) series.Values[0] += value;
            else series.Values.Add(value);
        }
    }

    private static string Key(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = new StringBuilder(instrument.Name);
        foreach (var (name, value) in tags) key.Append('\n').Append(name).Append('=').Append(value);
        return key.ToString();
    }

    private static ImmutableArray<MeasuredTag> Named(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var named = ImmutableArray.CreateBuilder<MeasuredTag>(tags.Length);
        foreach (var (name, value) in tags) named.Add(new MeasuredTag(name, Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
        return named.ToImmutable();
    }

    private sealed record Collected(Instrument Instrument, ImmutableArray<MeasuredTag> Tags, List<double> Values);
}
