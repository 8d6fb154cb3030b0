using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Orchestrator.ProgramBench.Telemetry;

/// <summary>Takes what programs export over OTLP by HTTP, counts its bytes and forgets it.</summary>
internal sealed class OtlpSink : IAsyncDisposable
{
    private readonly WebApplication _server;
    private long _bytes;

    private OtlpSink(WebApplication server) => _server = server;

    public string Address => _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public long Bytes => Interlocked.Read(ref _bytes);

    public static async Task<OtlpSink> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var sink = new OtlpSink(builder.Build());
        sink._server.Run(async http =>
        {
            using var content = new MemoryStream();
            await http.Request.Body.CopyToAsync(content);
            Interlocked.Add(ref sink._bytes, content.Length);
        });
        await sink._server.StartAsync();
        return sink;
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();
}
