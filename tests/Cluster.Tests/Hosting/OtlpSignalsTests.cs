using Orchestrator.Silo.Telemetry;

namespace Orchestrator.Cluster.Tests.Hosting;

public sealed class OtlpSignalsTests
{
    [Theory]
    [InlineData("", false, false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4317", true, true, true)]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://c:4317", false, true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4317 OTEL_LOGS_EXPORTER=none", true, true, false)]
    [InlineData("OTEL_TRACES_EXPORTER=otlp", false, false, false)]
    public void Variables_choose_the_signals(string variables, bool traces, bool metrics, bool logs) =>
        Assert.Equal(new OtlpSignals(IsDisabled: false, traces, metrics, logs), Read(variables));

    [Fact]
    public void The_switch_of_the_sdk_is_respected() => Assert.True(Read("OTEL_SDK_DISABLED=TRUE OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4317").IsDisabled);

    private static OtlpSignals Read(string variables)
    {
        var values = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(each => each.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return OtlpSignals.From(values.GetValueOrDefault);
    }
}
