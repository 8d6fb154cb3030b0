using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Dapper;
using Microsoft.Data.Sqlite;
using Orchestrator.Silo.Directories;
using Orchestrator.Silo.Hosting;
using Orchestrator.Silo.Storage.Sqlite;

namespace Orchestrator.Silo.Local;

/// <summary>Looks at this machine and at a data directory; changes neither.</summary>
internal static class Examination
{
    /// <summary>libtorch takes about 300 MB once loaded; a run and the silo need as much again.</summary>
    private const long LeastMemoryBytes = 1L << 30;

    private const long LeastFreeDiskBytes = 1L << 30;

    private const string Mending = "Stop every process that uses it, keep a copy of the directory, and restore ledger.db from a backup or rebuild it with 'sqlite3 ledger.db .recover'.";

    public static DoctorReport Of(string dataDirectory)
    {
        var directory = new DataDirectory(dataDirectory);
        return new DoctorReport([Program(), Runtime(), .. Engine.Checks(), Memory(), Folder(directory), Ledger(directory), Owner(directory), Ports()]);
    }

    private static DoctorCheck Program() => new("orchestrator", CheckState.Good, ProductVersion.Text, null);

    private static DoctorCheck Runtime() =>
        new(".NET", CheckState.Good, $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription} ({RuntimeInformation.ProcessArchitecture}), {Environment.ProcessorCount} processors", null);

    private static DoctorCheck Memory()
    {
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return available >= LeastMemoryBytes
            ? new("memory", CheckState.Good, $"{Gibibytes(available)} for this process", null)
            : new("memory", CheckState.Warning, $"{Gibibytes(available)} for this process", "Training needs about 1 GiB beside its data; raise the limit of the container or run fewer slots.");
    }

    private static DoctorCheck Folder(DataDirectory directory)
    {
        if (File.Exists(directory.Path))
            return new("data directory", CheckState.Problem, $"{directory.Path} is a file", "Name a folder (--data DIR or ORCHESTRATOR_DATA).");
        var existing = Existing(directory.Path);
        var free = new DriveInfo(existing).AvailableFreeSpace;
        var found = $"{directory.Path}{(existing == directory.Path ? "" : " (made with the first sweep)")}, {Gibibytes(free)} free";
        return free >= LeastFreeDiskBytes
            ? new("data directory", CheckState.Good, found, null)
            : new("data directory", CheckState.Warning, found, "Checkpoints and observations grow with every run; free some space or name another directory (--data DIR).");
    }

    private static DoctorCheck Ledger(DataDirectory directory)
    {
        if (!directory.HasLedger) return new("ledger", CheckState.Good, "none yet", null);
        try
        {
            using var database = SqliteDatabase.InFile(directory.LedgerFile);
            var missing = LedgerSchema.CountMissing(database);
            if (missing > 0) return new("ledger", CheckState.Good, $"{missing} migration(s) behind {LedgerSchema.Newest}; the next start applies them", null);
            using var connection = database.OpenForReading();
            var verdict = connection.ExecuteScalar<string>("PRAGMA quick_check(1)");
            var sweeps = connection.ExecuteScalar<long>("SELECT COUNT(*) FROM sweeps");
            return verdict == "ok"
                ? new("ledger", CheckState.Good, $"schema {LedgerSchema.Newest}, {sweeps} sweep(s), {Gibibytes(new FileInfo(directory.LedgerFile).Length)}", null)
                : new("ledger", CheckState.Problem, $"{directory.LedgerFile} is damaged: {verdict}", Mending);
        }
        catch (LedgerTooNewException error)
        {
            return new("ledger", CheckState.Problem, error.Message, "Update this program.");
        }
        catch (SqliteException error) when (SqliteDamage.Is(error))
        {
            return new("ledger", CheckState.Problem, $"{directory.LedgerFile} is damaged: {error.Message}", Mending);
        }
        catch (SqliteException error)
        {
            return new("ledger", CheckState.Problem, $"{directory.LedgerFile} cannot be read: {error.Message}", "Check the file's permissions, and that it is a ledger on a local disk.");
        }
    }

    private static DoctorCheck Owner(DataDirectory directory)
    {
        if (RunningSilo.Find(directory.Path) is { } running)
            return new("silo", CheckState.Good, $"process {running.ProcessId} serves this directory at {running.Gateway}{(running.Web is null ? "" : $" and {running.Web}")}, version {running.Version}", null);
        return Directory.Exists(directory.Path) && DirectoryLock.IsHeld(directory)
            ? new("silo", CheckState.Warning, "a process owns this directory but does not answer", "It may be starting or stopping; if it stays so, end that process.")
            : new("silo", CheckState.Good, "none runs on this directory", null);
    }

    private static DoctorCheck Ports()
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return new("ports", Loopback.Answers((IPEndPoint)listener.LocalEndpoint, TimeSpan.FromSeconds(1)) ? CheckState.Good : CheckState.Problem, "127.0.0.1 takes connections", null);
        }
        catch (SocketException error)
        {
            return new("ports", CheckState.Problem, $"cannot listen on 127.0.0.1: {error.Message}", "Allow local connections: processes of one installation talk over loopback.");
        }
    }

    private static string Existing(string path)
    {
        while (!Directory.Exists(path) && Path.GetDirectoryName(path) is { } parent) path = parent;
        return path;
    }

    private static string Gibibytes(long bytes) => bytes >= 1 << 30 ? $"{bytes / (double)(1 << 30):0.0} GiB" : $"{bytes / (double)(1 << 20):0.0} MiB";
}
