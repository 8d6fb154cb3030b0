using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Orchestrator.Grains.Telemetry;
using Orchestrator.OdeEngine.Training;
using Orchestrator.Silo.Telemetry;

namespace Orchestrator.Cluster.Tests.Hosting;

public sealed partial class TelemetryDocumentTests
{
    [Fact]
    public void Every_instrument_is_documented_with_its_kind_and_unit_and_nothing_else_is()
    {
        var documented = Rows("## Metrics").Select(row => $"{row[0].Trim('`')} {row[1]} {row[2].Trim('`')}").ToHashSet(StringComparer.Ordinal);
        Assert.Equal(Instruments().Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_span_is_documented_and_nothing_else_is()
    {
        string[] spans = [GrainTelemetry.SweepSpan, GrainTelemetry.AttemptSpan, EngineTelemetry.IterationSpan, EngineTelemetry.SolveSpan];
        Assert.Equal(spans, Rows("## Spans").Select(row => row[0].Trim('`')));
    }

    [Fact]
    public void Attributes_of_spans_and_metrics_exist_in_the_code()
    {
        var known = new[] { typeof(GrainTelemetry), typeof(EngineTelemetry) }
            .SelectMany(type => type.GetFields(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic))
            .Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).ToHashSet(StringComparer.Ordinal);
        var documented = Rows("## Metrics").Concat(Rows("## Spans")).SelectMany(row => Quoted().Matches(row[3]).Select(match => match.Groups[1].Value)).ToArray();
        Assert.True(documented.Length > 30);
        Assert.All(documented, attribute => Assert.Contains(attribute, known));
    }

    private static List<string> Instruments()
    {
        var found = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name.StartsWith("Orchestrator.", StringComparison.Ordinal)) found.Add($"{instrument.Name} {Kind(instrument)} {instrument.Unit}");
            },
        };
        foreach (var type in new[] { typeof(GrainTelemetry), typeof(EngineTelemetry), typeof(LedgerInstruments) }) RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        listener.Start();
        return found;
    }

    private static string Kind(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Counter" => "counter",
        "UpDownCounter" => "up-down counter",
        "Histogram" => "histogram",
        var other => other,
    };

    /// <summary>Cells of the first table under a heading, without its head.</summary>
    private static IEnumerable<string[]> Rows(string heading) =>
        File.ReadLines(Path.Combine(Repository(), "docs", "telemetry.md"))
            .SkipWhile(line => line != heading).Skip(1)
            .SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|'))
            .Skip(2).Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries));

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Orchestrator.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("Orchestrator.sln is above no folder of the test program.");
        return folder;
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
