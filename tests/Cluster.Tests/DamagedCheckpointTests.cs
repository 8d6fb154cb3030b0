using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Orchestrator.Cluster.Tests.Support;

namespace Orchestrator.Cluster.Tests;

public sealed class DamagedCheckpointTests
{
    private const int Earlier = 3;

    [Theory]
    [InlineData(1, "takes the one before it")]
    [InlineData(2, "starts from iteration 0")]
    public async Task A_damaged_checkpoint_is_noticed_said_and_replaced_by_the_one_before(int damaged, string said)
    {
        using var file = new LedgerFile();
        string id;
        await using (var first = await TestCluster.StartAsync(file.Path))
        {
            first.Script.HoldAt = _ => 10;
            id = await first.SubmitAsync("spiral 1 1");
            await first.UntilAsync(id, s => s.Running.Length == 1 && s.Running[0].Iteration == 9);
            await first.Silos.KillSiloAsync(first.Silos.Silos[0], TestContext.Current.CancellationToken);
        }
        var newest = int.Parse(Query(file.Path, "SELECT max(iteration) FROM checkpoints").Single(), CultureInfo.InvariantCulture);
        StoreEarlier(file.Path, newest);
        Execute(file.Path, $"UPDATE checkpoints SET content = x'00000000' WHERE iteration = {newest}{(damaged == 2 ? $" OR iteration = {Earlier}" : "")}", damaged);

        await using var second = await TestCluster.StartAsync(file.Path);
        var over = await second.OverAsync(id);
        Assert.Equal(1, over.Completed);
        Assert.Equal(damaged == 1 ? Earlier : 0, Assert.Single(second.Script.Started).ResumedAt);
        Assert.Equal(1.0 / 20, Assert.Single(await second.LossesAsync(id)).Value);
        var log = string.Join('\n', Query(file.Path, "SELECT text FROM logs"));
        Assert.Contains($"the checkpoint at iteration {newest} is damaged: its SHA-256 differs", log, StringComparison.Ordinal);
        Assert.Contains(said, log, StringComparison.Ordinal);
    }

    /// <summary>How many checkpoints a quick run leaves is a matter of chance; here there are two.</summary>
    private static void StoreEarlier(string file, int newest)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(Earlier)));
        var content = Convert.ToHexStringLower(BitConverter.GetBytes(Earlier));
        Execute(file, $"UPDATE checkpoints SET iteration = {Earlier}, sha256 = '{hash}', content = x'{content}' WHERE iteration < {newest}", expected: null);
        Execute(file, $"INSERT INTO checkpoints (sweep_id, trial, replicate, epoch, iteration, sha256, content) SELECT sweep_id, trial, replicate, epoch, {Earlier}, '{hash}', x'{content}' FROM checkpoints WHERE iteration = {newest} ON CONFLICT DO NOTHING", expected: null);
    }

    private static List<string> Query(string file, string sql)
    {
        using var connection = Open(file);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read()) rows.Add(reader.GetValue(0).ToString()!);
        return rows;
    }

    private static void Execute(string file, string sql, int? expected)
    {
        using var connection = Open(file);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        var rows = command.ExecuteNonQuery();
        if (expected is not null) Assert.Equal(expected, rows);
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        return connection;
    }
}
