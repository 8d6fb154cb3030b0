using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Orchestrator.Client.Tests.Telemetry;

/// <summary>Takes what programs export over OTLP, by gRPC (HTTP/2 without TLS) or by HTTP with protobuf.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    /// <summary>Every gRPC message begins with a flag and its length.</summary>
    private const int FrameHead = 5;

    private readonly WebApplication _server;
    private readonly ConcurrentQueue<byte[]> _traces = new();
    private readonly ConcurrentQueue<byte[]> _metrics = new();
    private readonly ConcurrentQueue<byte[]> _logs = new();

    private OtlpReceiver(WebApplication server) => _server = server;

    public string Address => _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public IReadOnlyList<ReceivedSpan> Spans => [.. _traces.SelectMany(Received.Spans)];

    public IReadOnlyList<ReceivedLog> Logs => [.. _logs.SelectMany(Received.Logs)];

    public IReadOnlySet<string> Metrics => _metrics.SelectMany(Received.Metrics).ToHashSet(StringComparer.Ordinal);

    public static async Task<OtlpReceiver> StartAsync(HttpProtocols protocol)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocol));
        builder.Services.AddRoutingCore();
        var receiver = new OtlpReceiver(builder.Build());
        receiver.Map();
        await receiver._server.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private void Map()
    {
        _server.UseRouting();
        foreach (var (signal, service, kept) in new[] { ("traces", "trace.v1.TraceService", _traces), ("metrics", "metrics.v1.MetricsService", _metrics), ("logs", "logs.v1.LogsService", _logs) })
        {
            _server.MapPost($"/v1/{signal}", async http => kept.Enqueue(await BodyAsync(http)));
            _server.MapPost($"/opentelemetry.proto.collector.{service}/Export", async http => await AnswerCallAsync(http, kept));
        }
    }

    private static async Task AnswerCallAsync(HttpContext http, ConcurrentQueue<byte[]> kept)
    {
        var frame = await BodyAsync(http);
        kept.Enqueue(frame.AsSpan(FrameHead, BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(1))).ToArray());
        http.Response.ContentType = "application/grpc";
        http.Response.DeclareTrailer("grpc-status");
        await http.Response.Body.WriteAsync(new byte[FrameHead]);
        http.Response.AppendTrailer("grpc-status", "0");
    }

    private static async Task<byte[]> BodyAsync(HttpContext http)
    {
        using var content = new MemoryStream();
        await http.Request.Body.CopyToAsync(content);
        return content.ToArray();
    }
}
