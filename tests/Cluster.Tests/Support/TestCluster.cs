using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Grains;
using Orchestrator.Grains.Actors;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Ledger;
using Orchestrator.Grains.Running;
using Orchestrator.Silo.Hosting;
using Orchestrator.Silo.Storage.Sqlite;
using Orleans.Configuration;
using Orleans.Storage;
using Orleans.TestingHost;

namespace Orchestrator.Cluster.Tests.Support;

/// <summary>Silos in this process over a real ledger file, with scripted devices.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly SqliteDatabase _database;
    private readonly SqliteWriter _writer;
    private readonly InProcessTestCluster _silos;

    private TestCluster(SqliteDatabase database, SqliteWriter writer, InProcessTestCluster silos, DeviceScript script)
        => (_database, _writer, _silos, Script) = (database, writer, silos, script);

    public DeviceScript Script { get; }
    public InProcessTestCluster Silos => _silos;
    public IGrainFactory Grains => _silos.Client;
    public ILedger Ledger => _silos.GetSiloServiceProvider(_silos.Silos[0].SiloAddress).GetRequiredService<ILedger>();

    public static async Task<TestCluster> StartAsync(string file, short silos = 1, DeviceScript? script = null, StorageFaults? faults = null, long? memoryBytes = null, IMachineDevices? devices = null)
    {
        var database = SqliteDatabase.InFile(file);
        LedgerSchema.Upgrade(database);
        var writer = new SqliteWriter(database);
        script ??= new DeviceScript();
        var builder = new InProcessTestClusterBuilder(silos);
#pragma warning disable ORLEANSEXP003 // Without it the test cluster runs on a directory that production does not have.
        builder.Options.UseDistributedGrainDirectory = true;
#pragma warning restore ORLEANSEXP003
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Configure<ClusterMembershipOptions>(MembershipPace.Set);
            silo.Services.AddSingleton(database);
            silo.Services.AddSingleton<ILedgerWriter>(writer);
            silo.Services.AddSingleton<ILedger, SqliteLedger>();
            silo.Services.AddKeyedSingleton<IGrainStorage>("Default", (services, _) =>
                new FaultyStorage(ActivatorUtilities.CreateInstance<SqliteGrainStorage>(services), faults ?? new StorageFaults()));
            silo.Services.AddSingleton<IExperimentRules, ScriptedRules>();
            silo.Services.AddSingleton<IRunExecutor>(new ScriptedDevice(script));
            silo.Services.AddSingleton<ICheckpointJoin>(new ScriptedJoin(script));
            if (devices is not null) silo.Services.AddSingleton(devices);
            silo.AddOrchestratorGrains(new WorkerOptions
            {
                CpuSlots = 4,
                CpuMemoryBytes = memoryBytes,
                WakeEvery = TimeSpan.FromMilliseconds(300),
                HelloEvery = TimeSpan.FromMilliseconds(200),
                ReportEvery = TimeSpan.FromMilliseconds(20),
                HeartbeatEvery = TimeSpan.FromMilliseconds(200),
            });
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new TestCluster(database, writer, cluster, script);
    }

    /// <summary>Its attempts say no last word, as after SIGKILL: a silo that is killed within this process still stops its device host.</summary>
    public Task KillAsync(InProcessSiloHandle silo)
    {
        Script.Gone[silo.SiloAddress.ToParsableString()] = true;
        return _silos.KillSiloAsync(silo, TestContext.Current.CancellationToken);
    }

    public ISweepGrain Sweep(string id) => Grains.GetGrain<ISweepGrain>(id);

    public async Task<string> SubmitAsync(string text, Repeat again = Repeat.ReuseExisting)
    {
        var result = await Grains.GetGrain<ISubmissionGrain>(0).Submit(new(text, "test.yaml", "/", []), again);
        return Assert.IsType<SubmitResult.Accepted>(result).SweepId;
    }

    public Task<SweepSnapshot> OverAsync(string id) => UntilAsync(id, s => s.Status is not (SweepStatus.Active or SweepStatus.Paused));

    /// <summary>Asks until the sweep is as wanted. Polls, because a grain tells nobody outside the cluster of its changes.</summary>
    public async Task<SweepSnapshot> UntilAsync(string id, Func<SweepSnapshot, bool> isWanted)
    {
        SweepSnapshot? last = null;
        using var limit = new CancellationTokenSource(Patience.Limit);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!limit.IsCancellationRequested)
        {
            try
            {
                last = await Sweep(id).Snapshot();
                if (last is not null && isWanted(last)) return last;
            }
            catch (Exception e) when (e is ActorUnavailableException or IOException or SiloUnavailableException or OrleansMessageRejectionException or InconsistentStateException)
            {
                // The next question reaches the grain where it lives by then.
            }
            await tick.WaitForNextTickAsync(CancellationToken.None);
        }
        throw new TimeoutException($"Sweep {id} never got there; last seen: {last}");
    }

    /// <summary>The last observation of every completed run, by run.</summary>
    public async Task<Dictionary<RunId, double>> LossesAsync(string id)
        => (await Ledger.RunsAsync(id, CancellationToken.None)).Where(r => r.Status == RunStatus.Completed).ToDictionary(r => r.Id, r => r.Last!.TrainingLoss);

    public async ValueTask DisposeAsync()
    {
        Script.Gate.Set();
        await _silos.DisposeAsync();
        _writer.Dispose();
        _database.Dispose();
    }
}
