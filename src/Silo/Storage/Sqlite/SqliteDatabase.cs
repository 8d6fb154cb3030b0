using Microsoft.Data.Sqlite;

namespace Orchestrator.Silo.Storage.Sqlite;

/// <summary>A ledger file, or an empty ledger in memory, and how to open it. Not for network file systems: write-ahead logging needs shared memory.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    private const int BusyTimeoutMilliseconds = 5000;

    /// <summary>An in-memory database lives as long as one connection to it.</summary>
    private readonly SqliteConnection? _keptAlive;

    private readonly string _writing;
    private readonly string _reading;

    private SqliteDatabase(string name, SqliteConnectionStringBuilder location)
    {
        Name = name;
        // Readers open for writing too, and are held to reading by query_only: a read-only open cannot recover the log of a killed process.
        _reading = new SqliteConnectionStringBuilder(location.ConnectionString) { Pooling = true }.ConnectionString;
        _writing = new SqliteConnectionStringBuilder(location.ConnectionString) { Pooling = false }.ConnectionString;
        if (location.Mode != SqliteOpenMode.Memory) return;
        _keptAlive = new SqliteConnection(_writing);
        _keptAlive.Open();
    }

    /// <summary>For messages.</summary>
    public string Name { get; }

    /// <summary>For tools that open their own connection.</summary>
    public string ConnectionString => _writing;

    public static SqliteDatabase InFile(string path) =>
        new(path, new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate });

    /// <summary>Lives until disposed; a ledger without a file.</summary>
    public static SqliteDatabase InMemory() =>
        new("in memory", new SqliteConnectionStringBuilder { DataSource = $"ledger-{Guid.NewGuid():N}", Mode = SqliteOpenMode.Memory, Cache = SqliteCacheMode.Shared });

    /// <summary>The one connection that writes. FULL: a commit that was acknowledged survives a power cut.</summary>
    public SqliteConnection OpenForWriting() => Open(_writing, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");

    /// <summary>A pooled connection that cannot change anything.</summary>
    public SqliteConnection OpenForReading() => Open(_reading, "PRAGMA query_only = ON");

    public void Dispose()
    {
        using (var pooled = new SqliteConnection(_reading)) SqliteConnection.ClearPool(pooled);
        _keptAlive?.Dispose();
    }

    private static SqliteConnection Open(string connectionString, string settings)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA busy_timeout = {BusyTimeoutMilliseconds}; {settings}";
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
