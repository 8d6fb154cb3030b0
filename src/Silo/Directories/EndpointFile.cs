using System.Net;
using System.Text.Json;

namespace Orchestrator.Silo.Directories;

/// <summary>Where the process that serves a data directory listens: written when it is ready, removed when it stops.</summary>
internal sealed record EndpointFile(int Pid, int GatewayPort, Uri? Web, DateTimeOffset Started, string Version)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, IgnoreReadOnlyProperties = true };

    public IPEndPoint Gateway => new(IPAddress.Loopback, GatewayPort);

    /// <summary>Replaces the file in one step, so that a reader never sees half of it.</summary>
    public void Write(DataDirectory directory)
    {
        var temporary = directory.EndpointFile + ".tmp";
        File.WriteAllText(temporary, JsonSerializer.Serialize(this, Json));
        File.Move(temporary, directory.EndpointFile, overwrite: true);
    }

    public static EndpointFile? Read(DataDirectory directory)
    {
        try
        {
            return JsonSerializer.Deserialize<EndpointFile>(File.ReadAllText(directory.EndpointFile), Json);
        }
        catch (Exception error) when (error is IOException or JsonException)
        {
            return null;
        }
    }

    public static void Remove(DataDirectory directory) => File.Delete(directory.EndpointFile);
}
