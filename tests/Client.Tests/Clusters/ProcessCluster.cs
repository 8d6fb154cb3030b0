using System.Diagnostics;
using Orchestrator.Client.Tests.Processes;

namespace Orchestrator.Client.Tests.Clusters;

/// <summary>PostgreSQL and three silos with one slot each, all child processes that a test stops and starts as it likes. The third silo only trains.</summary>
internal sealed class ProcessCluster : IAsyncDisposable
{
    public const int Silos = 3;

    private readonly TemporaryFolder _folder = new();
    private readonly SiloProcess?[] _silos = new SiloProcess?[Silos + 1];
    private readonly string[] _saidEarlier = new string[Silos + 1];
    private readonly int _port = LocalCluster.FreePorts();

    private ProcessCluster() => Database = new DatabaseProcess(Path.Combine(_folder.Path, "postgres"), _port);

    public DatabaseProcess Database { get; }

    public static async Task<ProcessCluster> StartAsync(CancellationToken cancellation)
    {
        var cluster = new ProcessCluster();
        // Where root runs the tests, the database server is another user, who must get through to its own folder.
        using (var open = Process.Start("chmod", ["a+x", cluster._folder.Path])) await open.WaitForExitAsync(cancellation);
        try
        {
            await cluster.Database.StartAsync(cancellation);
            for (var number = 1; number <= Silos; number++) cluster.StartSilo(number);
            await cluster.AreUpAsync(cancellation);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>1, 2 or 3.</summary>
    public SiloProcess Silo(int number) => _silos[number]!;

    /// <summary>By all processes that were this silo so far.</summary>
    public string SaidBy(int number) => _saidEarlier[number] + Silo(number).Said;

    public int SiloPort(int number) => _port + number;

    public string Address(int number) => $"127.0.0.1:{_port + number}";

    public int GatewayPort(int number) => _port + 10 + number;

    /// <summary>Environment of a client that starts with the gateway of this silo (1 or 2).</summary>
    public (string Name, string Value) Gateway(int number) => ("ORCHESTRATOR_CLUSTER", $"127.0.0.1:{GatewayPort(number)}");

    /// <summary>In place of the one of this number, which has ended.</summary>
    public void StartSilo(int number)
    {
        _saidEarlier[number] += _silos[number]?.Said;
        _silos[number]?.Dispose();
        _silos[number] = SiloProcess.Start(Database.ConnectionString, "--Roles", number == Silos ? "worker" : "control,worker", "--SiloPort", $"{_port + number}", "--GatewayPort", $"{GatewayPort(number)}");
    }

    public async Task AreUpAsync(CancellationToken cancellation)
    {
        for (var number = 1; number <= Silos; number++) await IsUpAsync(number, cancellation);
    }

    /// <summary>One that ends while it starts is started again, as its supervisor would: on a busy machine a database may not answer in time.</summary>
    public async Task IsUpAsync(int number, CancellationToken cancellation)
    {
        for (var since = Stopwatch.StartNew(); !await Silo(number).JoinsAsync(cancellation); StartSilo(number))
            if (since.Elapsed > Patience.Limit) throw new InvalidOperationException($"Silo {number} does not join:\n{Silo(number).Said}");
    }

    public ValueTask DisposeAsync()
    {
        foreach (var silo in _silos) silo?.Dispose();
        Database.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
