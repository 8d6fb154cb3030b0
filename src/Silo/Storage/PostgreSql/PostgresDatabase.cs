using Npgsql;

namespace Orchestrator.Silo.Storage.PostgreSql;

/// <summary>A PostgreSQL database and its pooled connections.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    /// <summary>Statements that repeat are prepared by the driver; every statement of the ledger fits.</summary>
    private const int PreparedStatements = 64;

    public const string ApplicationName = "orchestrator";

    /// <summary>Who says nothing for so long in the midst of a transaction; sooner than other silos vote a silo out.</summary>
    public const string Hangs = "5s";

    /// <summary>A silo that hangs between the statements of a transaction keeps its rows locked; the server ends it. What the connection string says comes later and wins.</summary>
    private const string EndHungTransactions = $"-c idle_in_transaction_session_timeout={Hangs}";

    public PostgresDatabase(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = PreparedStatements, ApplicationName = ApplicationName };
        settings.Options = $"{EndHungTransactions} {settings.Options}".TrimEnd();
        Name = $"{settings.Database} at {settings.Host}:{settings.Port}";
        Source = NpgsqlDataSource.Create(settings);
    }

    /// <summary>For messages; holds no secret.</summary>
    public string Name { get; }

    public NpgsqlDataSource Source { get; }

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
