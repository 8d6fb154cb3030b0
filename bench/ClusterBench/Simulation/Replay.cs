using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Ledger;
using Orchestrator.Silo.Directories;
using Orchestrator.Silo.Storage.Sqlite;

namespace Orchestrator.Simulation;

/// <summary>What the ledger holds after a sweep was played through on simulated devices, in the order of a simulated clock.</summary>
internal sealed record Replay(ImmutableArray<TrialRow> Trials, ImmutableArray<TellRow> Tells, ImmutableArray<RunRow> Runs)
{
    /// <summary>Of every point in the order of choosing, and of every judgement, promotion and end in the order of deciding.</summary>
    public string Decisions => Digest([Trials, .. Tells.Select(tell => tell with { At = default })]);

    /// <summary>Of the end, the attempts and the last values of every run. Instants are the machine's, and differ.</summary>
    public string Table => Digest(Runs.Select(run => run with { QueuedAt = default, EndedAt = null }));

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    public static async Task<Replay> PlayAsync(string folder, SweepSource source, CancellationToken cancellation)
    {
        var sequencer = new Sequencer();
        string id;
        await using (var silo = await SimulatedSilo.StartAsync(folder, sequencer, services => Put(services, sequencer), cancellation))
        {
            id = await silo.SubmitAsync(source);
            while (await silo.Client.GetGrain<ISweepGrain>(id).Snapshot() is { Status: SweepStatus.Active }) await Task.Delay(LookEvery, cancellation);
        }
        using var database = SqliteDatabase.InFile(new DataDirectory(folder).LedgerFile);
        return await ReadAsync(new SqliteLedger(new RefusingWriter(), database), id, cancellation);
    }

    private static void Put(IServiceCollection services, Sequencer sequencer)
    {
        var filter = new SequencerFilter(sequencer);
        services.AddSingleton<IIncomingGrainCallFilter>(filter).AddSingleton<IOutgoingGrainCallFilter>(filter);
        services.AddSingleton(provider => WatchedLedger.Over(ActivatorUtilities.CreateInstance<SqliteLedger>(provider), sequencer));
    }

    private static async Task<Replay> ReadAsync(SqliteLedger ledger, string id, CancellationToken cancellation)
        => new(await ledger.TrialsAsync(id, cancellation), await ledger.TellsAsync(id, cancellation), await ledger.RunsAsync(id, cancellation));

    private static string Digest(IEnumerable<object> rows)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rows.Select(each => JsonSerializer.Serialize(each, each.GetType(), LedgerJson.Options))))));
}
