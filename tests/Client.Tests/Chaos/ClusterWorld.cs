using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Orchestrator.Client.Tests.Clusters;
using Orchestrator.Client.Tests.Processes;
using Orchestrator.Silo;

namespace Orchestrator.Client.Tests.Chaos;

/// <summary>Three silos over PostgreSQL.</summary>
internal sealed class ClusterWorld(ProcessCluster cluster) : IChaosWorld
{
    private static readonly IEnumerable<int> Numbers = Enumerable.Range(1, ProcessCluster.Silos);

    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)];

    /// <summary>Others vote a silo out that says nothing for 7 s.</summary>
    private static readonly TimeSpan VotedOut = TimeSpan.FromSeconds(12);

    /// <summary>Tables of the ledger that everything has to get through.</summary>
    private static readonly string[] Tables = ["grain_state", "runs", "attempts", "observations", "checkpoints", "membership"];

    public string Name => "cluster";

    public TemporaryFolder Folder { get; } = new();

    public (string Name, string Value)[] Environment => [cluster.Gateway(1)];

    public ImmutableArray<FaultKind> Kinds { get; } =
    [
        FaultKind.KillSilo, FaultKind.TerminateSilo, FaultKind.PauseSilo, FaultKind.HangSilo, FaultKind.KillAllSilos,
        FaultKind.KillDatabase, FaultKind.HangDatabase, FaultKind.LockTable, FaultKind.CutConnections,
    ];

    public ImmutableArray<int> Silos => [.. Living.Select(number => cluster.Silo(number).Id)];

    public string Said => string.Join('\n', Numbers.Select(number => $"--- silo {number}\n{cluster.SaidBy(number)}"));

    /// <summary>Silos end by themselves when they learn that they were declared dead.</summary>
    private IEnumerable<int> Living => Numbers.Where(number => !cluster.Silo(number).HasExited);

    public static async Task<ClusterWorld> StartAsync(CancellationToken cancellation) => new(await ProcessCluster.StartAsync(cancellation));

    public Fault Next(FaultKind kind, Random random)
    {
        var silo = random.Next(1, ProcessCluster.Silos + 1);
        var pause = Pauses[random.Next(Pauses.Length)];
        var slow = TimeSpan.FromMilliseconds(random.Next(500, 8000));
        var table = Tables[random.Next(Tables.Length)];
        return kind switch
        {
            FaultKind.KillSilo => OfSilo(silo, "SIGKILL of silo {0}", (number, cancellation) => EndAsync(number, "KILL", cancellation)),
            FaultKind.TerminateSilo => OfSilo(silo, "SIGTERM of silo {0}", (number, cancellation) => EndAsync(number, "TERM", cancellation)),
            FaultKind.PauseSilo => OfSilo(silo, $"silo {{0}} hangs for {pause.TotalSeconds:0} s", (number, cancellation) => HangAsync(number, pause, cancellation)),
            FaultKind.HangSilo => OfSilo(silo, $"silo {{0}} hangs for {VotedOut.TotalSeconds:0} s", (number, cancellation) => HangAsync(number, VotedOut, cancellation)),
            FaultKind.KillAllSilos => OfSilo(silo, "SIGKILL of all silos", (_, cancellation) => Task.WhenAll(Living.ToArray().Select(each => EndAsync(each, "KILL", cancellation)))),
            FaultKind.KillDatabase => Fault.Of($"SIGKILL of PostgreSQL, gone for {slow.TotalSeconds / 2:0.0} s", cancellation => KillDatabaseAsync(slow / 2, cancellation)),
            FaultKind.HangDatabase => Fault.Of($"PostgreSQL hangs for {slow.TotalSeconds:0.0} s", cancellation => HangDatabaseAsync(slow, cancellation)),
            FaultKind.LockTable => Fault.Of($"table {table} locked for {slow.TotalSeconds:0.0} s", cancellation => cluster.Database.LockAsync(table, slow, cancellation)),
            FaultKind.CutConnections => Fault.Of("every database connection cut", cluster.Database.CutConnectionsAsync),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no fault of a cluster"),
        };
    }

    public async Task HealAsync(CancellationToken cancellation)
    {
        await cluster.Database.StartAsync(cancellation);
        foreach (var number in Numbers.Except(Living).ToArray()) cluster.StartSilo(number);
        await cluster.AreUpAsync(cancellation);
    }

    public Task<SiloConnection> ConnectAsync(CancellationToken cancellation) => SiloConnection.ConnectAsync(new IPEndPoint(IPAddress.Loopback, cluster.GatewayPort(1)), cancellation);

    public async Task KeepAsync(string folder, CancellationToken cancellation)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "said.txt"), Said, cancellation);
        await cluster.Database.DumpAsync(Path.Combine(folder, "ledger.sql"), cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        Folder.Dispose();
    }

    /// <summary>Of the silo with this number, or, if it has ended, of the next that has not.</summary>
    private Fault OfSilo(int number, string what, Func<int, CancellationToken, Task> goAsync) => new(_ =>
    {
        var living = Living.ToArray();
        if (living is []) return Task.FromResult<Strike?>(null);
        var struck = living.FirstOrDefault(each => each >= number, living[0]);
        return Task.FromResult<Strike?>(new Strike(string.Format(CultureInfo.InvariantCulture, what, struck), cancellation => goAsync(struck, cancellation)));
    });

    private async Task EndAsync(int silo, string signal, CancellationToken cancellation)
    {
        await cluster.Silo(silo).SignalAsync(signal);
        await cluster.Silo(silo).EndedAsync(cancellation);
    }

    private async Task HangAsync(int silo, TimeSpan time, CancellationToken cancellation)
    {
        await cluster.Silo(silo).SignalAsync("STOP");
        await Task.Delay(time, cancellation);
        await cluster.Silo(silo).SignalAsync("CONT");
    }

    /// <summary>As a disk that answers late does it: everything that waits for the database waits.</summary>
    private async Task HangDatabaseAsync(TimeSpan time, CancellationToken cancellation)
    {
        await cluster.Database.SignalAllAsync("STOP");
        await Task.Delay(time, cancellation);
        await cluster.Database.SignalAllAsync("CONT");
    }

    private async Task KillDatabaseAsync(TimeSpan time, CancellationToken cancellation)
    {
        await cluster.Database.KillAsync(cancellation);
        await Task.Delay(time, cancellation);
        await cluster.Database.StartAsync(cancellation);
    }
}
