using System.Globalization;

namespace Orchestrator.Client.Tests.Telemetry;

/// <summary>A span as it came over OTLP.</summary>
/// <param name="Links">Span ids that it links to.</param>
internal sealed record ReceivedSpan(string Name, string TraceId, string SpanId, string ParentId, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<string> Links)
{
    public long Whole(string attribute) => long.Parse(Attributes[attribute], CultureInfo.InvariantCulture);
}

internal sealed record ReceivedLog(string Text, string TraceId, string SpanId);

/// <summary>Reads the three kinds of export requests; field numbers are those of opentelemetry-proto 1.x.</summary>
internal static class Received
{
    public static IEnumerable<ReceivedSpan> Spans(byte[] request)
        => from resource in new WireMessage(request).Messages(1)
           from scope in resource.Messages(2)
           from span in scope.Messages(2)
           select new ReceivedSpan(
               span.Text(5), span.Hex(1), span.Hex(2), span.Hex(4),
               span.Messages(9).ToDictionary(attribute => attribute.Text(1), attribute => Value(attribute.Messages(2).Single())),
               [.. span.Messages(13).Select(link => link.Hex(2))]);

    public static IEnumerable<ReceivedLog> Logs(byte[] request)
        => from resource in new WireMessage(request).Messages(1)
           from scope in resource.Messages(2)
           from log in scope.Messages(2)
           select new ReceivedLog(string.Concat(log.Messages(5).Select(body => body.Text(1))), log.Hex(9), log.Hex(10));

    public static IEnumerable<string> Metrics(byte[] request)
        => from resource in new WireMessage(request).Messages(1)
           from scope in resource.Messages(2)
           from metric in scope.Messages(2)
           select metric.Text(1);

    /// <summary>An AnyValue: text, truth, whole number or real number.</summary>
    private static string Value(WireMessage any) => any switch
    {
        _ when any.Has(1) => any.Text(1),
        _ when any.Number(2) is { } truth => truth == 0 ? "false" : "true",
        _ when any.Number(3) is { } whole => ((long)whole).ToString(CultureInfo.InvariantCulture),
        _ when any.Number(4) is { } real => BitConverter.UInt64BitsToDouble(real).ToString("R", CultureInfo.InvariantCulture),
        _ => "",
    };
}
