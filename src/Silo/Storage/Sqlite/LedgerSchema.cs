using System.Collections.Immutable;
using System.Reflection;
using Dapper;
using DbUp;
using DbUp.Engine;
using DbUp.Engine.Output;

namespace Orchestrator.Silo.Storage.Sqlite;

/// <summary>The numbered migrations that ship in this assembly, and what of them a ledger has.</summary>
internal static class LedgerSchema
{
    private const string ScriptFolder = ".Storage.Sqlite.Migrations.";

    /// <summary>The name does not follow the namespace, so that a renamed folder is no new migration.</summary>
    private static readonly ImmutableArray<SqlScript> Scripts = [.. Read().OrderBy(script => script.Name, StringComparer.Ordinal)];

    public static string Newest => Scripts[^1].Name;

    /// <summary>Migrations that the ledger lacks.</summary>
    /// <exception cref="LedgerTooNewException">It has some that this program does not know.</exception>
    public static int CountMissing(SqliteDatabase database)
    {
        var applied = Applied(database);
        var known = Scripts.Select(script => script.Name).ToHashSet(StringComparer.Ordinal);
        if (applied.FirstOrDefault(name => !known.Contains(name)) is not null)
            throw new LedgerTooNewException(database.Name, applied.Max(StringComparer.Ordinal)!, Newest);
        return known.Count - applied.Length;
    }

    /// <summary>Brings the ledger to the newest schema in one transaction; a new file gets everything.</summary>
    public static void Upgrade(SqliteDatabase database)
    {
        if (CountMissing(database) == 0) return;
        var result = DeployChanges.To.SqliteDatabase(database.ConnectionString)
            .WithScripts(Scripts)
            .WithTransaction()
            .WithVariablesDisabled()
            .LogTo(new NoUpgradeLog())
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
            throw new InvalidOperationException($"The ledger {database.Name} could not be brought to schema {Newest}: migration {result.ErrorScript?.Name} failed; nothing was changed.", result.Error);
    }

    private static string[] Applied(SqliteDatabase database)
    {
        using var connection = database.OpenForReading();
        var hasJournal = connection.ExecuteScalar<long>("SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'SchemaVersions'") > 0;
        return hasJournal ? [.. connection.Query<string>("SELECT ScriptName FROM SchemaVersions")] : [];
    }

    private static IEnumerable<SqlScript> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            var folder = resource.IndexOf(ScriptFolder, StringComparison.Ordinal);
            if (folder < 0) continue;
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            yield return new SqlScript(resource[(folder + ScriptFolder.Length)..], reader.ReadToEnd());
        }
    }

    /// <summary>What matters reaches the caller as a result; the rest is noise on a terminal.</summary>
    private sealed class NoUpgradeLog : IUpgradeLog
    {
        public void LogTrace(string format, params object[] args) { }
        public void LogDebug(string format, params object[] args) { }
        public void LogInformation(string format, params object[] args) { }
        public void LogWarning(string format, params object[] args) { }
        public void LogError(string format, params object[] args) { }
        public void LogError(Exception ex, string format, params object[] args) { }
    }
}
