using OpenTelemetry.Exporter;
using Orchestrator.Silo.Telemetry;

namespace Orchestrator.Cluster.Tests.Hosting;

/// <summary>The address of one signal switched that signal on and was then not used: everything went to localhost:4317.</summary>
public sealed class OtlpTargetTests
{
    [Fact]
    public void Variables_of_a_signal_win_over_those_of_all_and_leave_other_signals_alone()
    {
        var variables = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = "http://c:4318/v1/traces",
            ["OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"] = "http/protobuf",
            ["OTEL_EXPORTER_OTLP_TRACES_HEADERS"] = "key=value",
            ["OTEL_EXPORTER_OTLP_TRACES_TIMEOUT"] = "1500",
        };
        var target = new OtlpTarget(variables.GetValueOrDefault);
        OtlpExporterOptions traces = new(), logs = new();
        target.Of("TRACES")(traces);
        target.Of("LOGS")(logs);
        Assert.Equal((new Uri("http://c:4318/v1/traces"), OtlpExportProtocol.HttpProtobuf, "key=value", 1500), (traces.Endpoint, traces.Protocol, traces.Headers, traces.TimeoutMilliseconds));
        var untouched = new OtlpExporterOptions();
        Assert.Equal((untouched.Endpoint, untouched.Protocol, untouched.Headers, untouched.TimeoutMilliseconds), (logs.Endpoint, logs.Protocol, logs.Headers, logs.TimeoutMilliseconds));
    }
}
