using System.Collections;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Orchestrator.Silo.Telemetry;

internal enum Scraping { Off = 1, Prometheus = 2 }

/// <summary>
/// Sends traces, metrics and logs where the <c>OTEL_*</c> variables say, and offers metrics to Prometheus where there is a web server.
/// Without either nothing is collected and a start costs nothing.
/// </summary>
internal static class TelemetryExport
{
    public const string ServiceName = "orchestrator";

    public static void Configure(IHostApplicationBuilder builder, Scraping scraping)
    {
        var signals = OtlpSignals.FromEnvironment();
        if (signals.IsDisabled || scraping == Scraping.Off && !signals.Any) return;

        builder.Configuration.AddInMemoryCollection(Variables());
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(NameService);
        if (signals.Traces) telemetry.WithTracing(AddTraces);
        if (signals.Metrics || scraping == Scraping.Prometheus)
            telemetry.WithMetrics(metrics => AddMetrics(metrics, signals, scraping));
        if (signals.Logs)
            builder.Logging.AddOpenTelemetry(logs =>
            {
                logs.IncludeFormattedMessage = true;
                logs.IncludeScopes = true;
            }).Services.ConfigureOpenTelemetryLoggerProvider(logs => logs.AddOtlpExporter(OtlpTarget.FromEnvironment.Of("LOGS")));
    }

    /// <summary>A client sends its spans, so that a sweep's trace begins where it was submitted; it measures nothing and logs nothing.</summary>
    public static void ConfigureClient(IHostApplicationBuilder builder)
    {
        if (OtlpSignals.FromEnvironment() is not { IsDisabled: false, Traces: true }) return;
        builder.Configuration.AddInMemoryCollection(Variables());
        builder.Services.AddOpenTelemetry().ConfigureResource(NameService).WithTracing(AddTraces);
    }

    /// <summary>A device process sends its spans; its silo exports what it measures. Null: nobody wants spans.</summary>
    public static TracerProvider? TraceDevice()
    {
        if (OtlpSignals.FromEnvironment() is not { IsDisabled: false, Traces: true }) return null;
        var traces = Sdk.CreateTracerProviderBuilder().ConfigureResource(NameService);
        AddTraces(traces);
        return traces.Build();
    }

    private static void AddTraces(TracerProviderBuilder traces) =>
        traces.AddSource("Orchestrator.*").AddSource("Microsoft.Orleans.Application").AddOtlpExporter(OtlpTarget.FromEnvironment.Of("TRACES"));

    /// <summary>The SDK reads its variables from the host's configuration, and this host starts with an empty one.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> Variables() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Select(variable => KeyValuePair.Create((string)variable.Key, (string?)variable.Value))
        .Where(variable => variable.Key.StartsWith("OTEL_", StringComparison.Ordinal));

    private static void AddMetrics(MeterProviderBuilder metrics, OtlpSignals signals, Scraping scraping)
    {
        metrics.AddMeter("Orchestrator.*").AddMeter("Microsoft.Orleans").AddRuntimeInstrumentation().AddProcessInstrumentation();
        // A measurement made inside a sampled span names it, so that a slow solve in a histogram leads to its trace. OTEL_METRICS_EXEMPLAR_FILTER wins.
        if (Environment.GetEnvironmentVariable("OTEL_METRICS_EXEMPLAR_FILTER") is null) metrics.SetExemplarFilter(ExemplarFilterType.TraceBased);
        if (signals.Metrics) metrics.AddOtlpExporter(OtlpTarget.FromEnvironment.Of("METRICS"));
        if (scraping == Scraping.Prometheus) metrics.AddPrometheusExporter();
    }

    /// <summary>The SDK reads OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES first; a name given here would win over them.</summary>
    private static void NameService(ResourceBuilder resource)
    {
        var given = Environment.GetEnvironmentVariable("OTEL_SERVICE_NAME");
        var attributes = Environment.GetEnvironmentVariable("OTEL_RESOURCE_ATTRIBUTES") ?? "";
        if (string.IsNullOrEmpty(given) && !attributes.Contains("service.name=", StringComparison.Ordinal))
            resource.AddService(ServiceName, serviceVersion: ProductVersion.Text);
    }
}
