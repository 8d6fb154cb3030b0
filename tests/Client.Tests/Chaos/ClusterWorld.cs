using System.Net;
using Orchestrator.Client.Tests.Clusters;
using Orchestrator.Client.Tests.Processes;
using Orchestrator.Silo;

namespace Orchestrator.Client.Tests.Chaos;

/// <summary>Three silos over PostgreSQL.</summary>
internal sealed class ClusterWorld(ProcessCluster cluster) : IChaosWorld
{
    /// <summary>What somebody gets to know of a hung silo only after it was voted out (7 s) differs from what a short pause is.</summary>
    private static readonly TimeSpan[] Hangs = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(12)];

    /// <summary>Tables of the ledger that everything has to get through.</summary>
    private static readonly string[] Tables = ["grain_state", "runs", "attempts", "observations", "checkpoints", "membership"];

    private readonly DeviceFaults _devices = new();

    public string Name => "cluster";

    public TemporaryFolder Folder { get; } = new();

    public (string Name, string Value)[] Environment => [cluster.Gateway(1)];

    public string Said => string.Join('\n', Enumerable.Range(1, ProcessCluster.Silos).Select(number => $"--- silo {number}\n{cluster.Silo(number).Said}"));

    public static async Task<ClusterWorld> StartAsync(CancellationToken cancellation) => new(await ProcessCluster.StartAsync(cancellation));

    public Fault Next(Random random)
    {
        var silo = random.Next(1, ProcessCluster.Silos + 1);
        return random.Next(9) switch
        {
            0 or 1 => Signal(silo, "KILL"),
            2 => Signal(silo, "TERM"),
            3 => Hang(silo, Hangs[random.Next(Hangs.Length)]),
            4 => new Fault("SIGKILL of all silos", cancellation => Task.WhenAll(Enumerable.Range(1, ProcessCluster.Silos).Select(each => Signal(each, "KILL").StrikeAsync(cancellation)))),
            5 => KillDatabase(TimeSpan.FromMilliseconds(random.Next(0, 3000))),
            6 => HangDatabase(TimeSpan.FromMilliseconds(random.Next(500, 8000))),
            7 => LockTable(Tables[random.Next(Tables.Length)], TimeSpan.FromMilliseconds(random.Next(500, 8000))),
            _ => new Fault("every database connection cut", cluster.Database.CutConnectionsAsync),
        };
    }

    public Fault NextOfDevices(Random random)
    {
        var silo = random.Next(1, ProcessCluster.Silos + 1);
        return _devices.Next(random, $"silo {silo}", () => cluster.Silo(silo).Id);
    }

    public Task AwakenDevicesAsync() => _devices.AwakenAsync();

    public async Task HealAsync(CancellationToken cancellation)
    {
        await cluster.Database.StartAsync(cancellation);
        for (var number = 1; number <= ProcessCluster.Silos; number++)
            if (cluster.Silo(number).HasExited) cluster.StartSilo(number);
        await cluster.AreUpAsync(cancellation);
    }

    public Task<SiloConnection> ConnectAsync(CancellationToken cancellation) => SiloConnection.ConnectAsync(new IPEndPoint(IPAddress.Loopback, cluster.GatewayPort(1)), cancellation);

    public async ValueTask DisposeAsync()
    {
        await _devices.AwakenAsync();
        await cluster.DisposeAsync();
        Folder.Dispose();
    }

    /// <summary>Silos end by themselves when they learn that they were declared dead; one that has ended feels nothing.</summary>
    private Fault Signal(int silo, string signal) => new($"SIG{signal} of silo {silo}", async cancellation =>
    {
        if (cluster.Silo(silo).HasExited) return;
        await cluster.Silo(silo).SignalAsync(signal);
        if (signal is not "STOP") await cluster.Silo(silo).EndedAsync(cancellation);
    });

    private Fault Hang(int silo, TimeSpan time) => new($"silo {silo} hangs for {time.TotalSeconds:0} s", async cancellation =>
    {
        if (cluster.Silo(silo).HasExited) return;
        await cluster.Silo(silo).SignalAsync("STOP");
        await Task.Delay(time, cancellation);
        await cluster.Silo(silo).SignalAsync("CONT");
    });

    /// <summary>As a disk that answers late does it: everything that waits for the database waits.</summary>
    private Fault HangDatabase(TimeSpan time) => new($"PostgreSQL hangs for {time.TotalSeconds:0.0} s", async cancellation =>
    {
        await cluster.Database.SignalAllAsync("STOP");
        await Task.Delay(time, cancellation);
        await cluster.Database.SignalAllAsync("CONT");
    });

    private Fault LockTable(string table, TimeSpan time) => new($"table {table} locked for {time.TotalSeconds:0.0} s", cancellation => cluster.Database.LockAsync(table, time, cancellation));

    private Fault KillDatabase(TimeSpan time) => new($"SIGKILL of PostgreSQL, gone for {time.TotalSeconds:0.0} s", async cancellation =>
    {
        await cluster.Database.KillAsync(cancellation);
        await Task.Delay(time, cancellation);
        await cluster.Database.StartAsync(cancellation);
    });
}
