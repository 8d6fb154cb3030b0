using Npgsql;

namespace Orchestrator.Silo.Storage.PostgreSql;

/// <summary>A PostgreSQL database and its pooled connections.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    /// <summary>Statements that repeat are prepared by the driver; every statement of the ledger fits.</summary>
    private const int PreparedStatements = 64;

    private const string ApplicationName = "orchestrator";

    public PostgresDatabase(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = PreparedStatements, ApplicationName = ApplicationName };
        Name = $"{settings.Database} at {settings.Host}:{settings.Port}";
        Source = NpgsqlDataSource.Create(settings);
    }

    /// <summary>For messages; holds no secret.</summary>
    public string Name { get; }

    public NpgsqlDataSource Source { get; }

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
