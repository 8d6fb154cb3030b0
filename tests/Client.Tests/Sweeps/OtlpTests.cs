using System.Net;
using System.Net.Sockets;
using System.Text;
using Orchestrator.Client.Tests.Processes;

namespace Orchestrator.Client.Tests.Sweeps;

/// <summary>The variables of OpenTelemetry were read for which signals to send, but not for where to: nothing ever arrived.</summary>
[Collection(ProcessCollection.Name)]
public sealed class OtlpTests
{
    [Fact]
    public async Task Traces_metrics_and_logs_of_a_sweep_reach_the_receiver_that_the_environment_names()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tiny.yaml", TinySweep.Text(20));
        var port = FreePort();
        using var receiver = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/" } };
        receiver.Start();
        var received = new Dictionary<string, StringBuilder>();
        var receiving = ReceiveAsync(receiver, received);

        var ended = await OrchestratorProcess.RunAsync(
            folder, ["run", "tiny.yaml"], ("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{port}"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"));
        receiver.Stop();
        await receiving;

        Assert.True(ended.ExitCode == 0, ended.ToString());
        Assert.Equal(["/v1/logs", "/v1/metrics", "/v1/traces"], received.Keys.Order(StringComparer.Ordinal));
        var traces = received["/v1/traces"].ToString();
        Assert.All(new[] { "sweep.run", "run.attempt", "training.iteration", "ode.solve", "ode.nfe" }, name => Assert.Contains(name, traces, StringComparison.Ordinal));
        var metrics = received["/v1/metrics"].ToString();
        Assert.All(new[] { "orchestrator.ode.function_evaluations", "orchestrator.run.duration" }, name => Assert.Contains(name, metrics, StringComparison.Ordinal));
    }

    /// <summary>Names stand in protobuf as they are, so the bytes read as Latin-1 hold them.</summary>
    private static async Task ReceiveAsync(HttpListener receiver, Dictionary<string, StringBuilder> received)
    {
        try
        {
            while (true)
            {
                var call = await receiver.GetContextAsync();
                using var reader = new StreamReader(call.Request.InputStream, Encoding.Latin1);
                var path = call.Request.Url!.AbsolutePath;
                if (!received.TryGetValue(path, out var text)) received[path] = text = new StringBuilder();
                text.Append(await reader.ReadToEndAsync());
                call.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // Stop() ends the wait for the next call this way.
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
