using System.Diagnostics;
using Dapper;

namespace Orchestrator.Cluster.Tests.Storage;

/// <summary>
/// This test program started again as a process that only writes, so that it can be killed. Eight writers raise a counter each
/// and say so on standard output once a value is acknowledged.
/// </summary>
internal static class KilledWriter
{
    public const int Writers = 8;
    private const string FileVariable = "ORCHESTRATOR_TEST_WRITES_TO";

    public static Process Start(string file)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(KilledWriter).Assembly.Location);
        start.Environment[FileVariable] = file;
        return Process.Start(start)!;
    }

    /// <summary>True if this process was such a child. It does not end by itself.</summary>
    public static async Task<bool> RunIfAskedAsync()
    {
        if (Environment.GetEnvironmentVariable(FileVariable) is not { } file) return false;
        using var store = new SqliteStore(file);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => WriteForeverAsync(store, writer)));
        return true;
    }

    private static async Task WriteForeverAsync(SqliteStore store, int writer)
    {
        var state = new GrainState<Counter>(new Counter());
        while (true)
        {
            state.State!.Value++;
            await store.States.WriteStateAsync("counter", GrainId.Create("test", $"{writer}"), state);
            Console.Out.WriteLine($"{writer} {state.State!.Value}");
        }
    }

    internal sealed class Counter
    {
        public long Value { get; set; }
    }
}

public sealed class KilledWriterTests
{
    [Fact]
    public async Task Killing_the_process_loses_nothing_that_was_acknowledged()
    {
        using var folder = new TemporaryFolder();
        var acknowledged = new long[KilledWriter.Writers];
        using (var child = KilledWriter.Start(folder.File("ledger.db")))
        {
            var lines = 0;
            while (await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            {
                if (Read(line) is not { } ack) continue;
                acknowledged[ack.Writer] = ack.Value;
                if (++lines == 3000) child.Kill();      // SIGKILL; what it had printed before is still read to the end
            }

            await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        using var store = new SqliteStore(folder.File("ledger.db"));
        using var connection = store.Database.OpenForReading();
        Assert.Equal("ok", connection.ExecuteScalar<string>("PRAGMA integrity_check"));
        Assert.All(acknowledged, value => Assert.True(value > 0));
        for (var writer = 0; writer < KilledWriter.Writers; writer++)
        {
            var stored = new GrainState<KilledWriter.Counter>(new KilledWriter.Counter());
            await store.States.ReadStateAsync("counter", GrainId.Create("test", $"{writer}"), stored);
            Assert.InRange(stored.State!.Value, acknowledged[writer], long.MaxValue);
        }
    }

    /// <summary>The last line may be cut off by the kill.</summary>
    private static Acknowledged? Read(string line)
    {
        var parts = line.Split(' ');
        return parts.Length == 2 && int.TryParse(parts[0], out var writer) && long.TryParse(parts[1], out var value) ? new Acknowledged(writer, value) : null;
    }

    private readonly record struct Acknowledged(int Writer, long Value);
}
