using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.ExceptionServices;
using DbUp.Builder;
using DbUp.Engine;
using DbUp.Engine.Output;

namespace Orchestrator.Silo.Storage;

/// <summary>The numbered migrations of one store that ship in this assembly.</summary>
internal sealed class MigrationScripts
{
    private readonly ImmutableArray<SqlScript> _scripts;

    private MigrationScripts(IEnumerable<SqlScript> scripts) => _scripts = [.. scripts.OrderBy(script => script.Name, StringComparer.Ordinal)];

    public string Newest => _scripts[^1].Name;

    /// <param name="store">Its folder beside this file. Names of scripts do not contain it, so that a renamed folder is no new migration.</param>
    public static MigrationScripts In(string store) => new(Read($".Storage.{store}.Migrations."));

    /// <summary>Migrations that a ledger lacks which has the given ones.</summary>
    /// <exception cref="LedgerTooNewException">It has some that this program does not know.</exception>
    public int CountMissing(string ledger, ImmutableArray<string> applied)
    {
        var known = _scripts.Select(script => script.Name).ToHashSet(StringComparer.Ordinal);
        if (applied.Any(name => !known.Contains(name))) throw new LedgerTooNewException(ledger, applied.Max(StringComparer.Ordinal)!, Newest);
        return known.Count - applied.Length;
    }

    /// <summary>Brings a ledger to the newest schema in one transaction.</summary>
    public void Apply(string ledger, UpgradeEngineBuilder target)
    {
        var result = target.WithScripts(_scripts).WithTransaction().WithVariablesDisabled().LogTo(new NoUpgradeLog()).Build().PerformUpgrade();
        if (result.Successful) return;
        if (result.ErrorScript is null) ExceptionDispatchInfo.Throw(result.Error);      // It did not come to any migration.
        throw new InvalidOperationException($"The ledger {ledger} could not be brought to schema {Newest}: migration {result.ErrorScript.Name} failed; nothing was changed.", result.Error);
    }

    private static IEnumerable<SqlScript> Read(string marker)
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            var folder = resource.IndexOf(marker, StringComparison.Ordinal);
            if (folder < 0) continue;
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            yield return new SqlScript(resource[(folder + marker.Length)..], reader.ReadToEnd());
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
