using System.Globalization;
using OpenTelemetry.Exporter;

namespace Orchestrator.Silo.Telemetry;

/// <summary>
/// Where one signal goes. The SDK reads the variables that speak of all signals by itself; those of one signal only where it exports all
/// of them, which would take away the choice of signals.
/// </summary>
internal sealed class OtlpTarget(Func<string, string?> variable)
{
    public static OtlpTarget FromEnvironment { get; } = new(Environment.GetEnvironmentVariable);

    /// <param name="signal">TRACES, METRICS or LOGS.</param>
    public Action<OtlpExporterOptions> Of(string signal) => options =>
    {
        // Of one signal the address stands as it is given; the SDK adds no path to one that is set here.
        if (Own("ENDPOINT") is { } endpoint) options.Endpoint = new Uri(endpoint);
        if (Own("PROTOCOL") is { } protocol) options.Protocol = protocol == "grpc" ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        if (Own("HEADERS") is { } headers) options.Headers = headers;
        if (Own("TIMEOUT") is { } timeout) options.TimeoutMilliseconds = int.Parse(timeout, CultureInfo.InvariantCulture);

        string? Own(string setting) => variable($"OTEL_EXPORTER_OTLP_{signal}_{setting}") is { Length: > 0 } text ? text : null;
    };
}
