using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Orchestrator.Silo.Hosting;

namespace Orchestrator.ClusterBench.Measuring;

/// <summary>A sweep on a cluster of silos as processes over a PostgreSQL of its own, with that server's default durability.</summary>
internal static class PostgresMeasurement
{
    public const int Silos = 2;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    public static JsonObject Of(long runs, string folder)
    {
        Directory.CreateDirectory(folder);
        var ports = Loopback.FreePorts(1 + (2 * Silos));
        using var server = Process.Start(new ProcessStartInfo("bash", [Script(), Path.Combine(folder, "postgres"), $"{ports[0]}"]) { RedirectStandardError = true })!;
        server.ErrorDataReceived += (_, _) => { };
        server.BeginErrorReadLine();
        try
        {
            while (!Loopback.Answers(new IPEndPoint(IPAddress.Loopback, ports[0]), LookEvery))
            {
                if (server.HasExited) throw new InvalidOperationException($"PostgreSQL did not start (exit code {server.ExitCode}); on Debian: apt-get install postgresql.");
                Thread.Sleep(LookEvery);
            }
            var database = $"Host=127.0.0.1;Port={ports[0]};Username=orchestrator;Database=postgres";
            using var other = new Child("join", database, $"{ports[1]}", $"{ports[2]}");
            other.Line();
            using var leader = new Child("lead", database, $"{ports[3]}", $"{ports[4]}", $"{runs}");
            return leader.Line();
        }
        finally
        {
            // An orderly end, so that nothing of it still writes where the folder is deleted.
            using var stop = Process.Start("kill", ["-INT", $"{server.Id}"]);
            server.WaitForExit();
        }
    }

    private static string Script()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Orchestrator.sln"))) return Path.Combine(folder.FullName, "deploy", "local-postgres.sh");
        throw new DirectoryNotFoundException("Orchestrator.sln is in no folder above this program.");
    }
}
