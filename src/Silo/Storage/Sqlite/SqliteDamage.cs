using Dapper;
using Microsoft.Data.Sqlite;

namespace Orchestrator.Silo.Storage.Sqlite;

/// <summary>A ledger whose file is not what SQLite wrote.</summary>
internal static class SqliteDamage
{
    /// <summary>SQLITE_CORRUPT and SQLITE_NOTADB.</summary>
    private static readonly int[] Codes = [11, 26];

    /// <summary>Looking through more takes longer than a start may; 'orchestrator doctor' looks through files of any size.</summary>
    private const long MostBytes = 256 << 20;

    public static bool Is(SqliteException error) => Codes.Contains(error.SqliteErrorCode);

    /// <summary>What is wrong with the file's pages; null: nothing was found, or there are too many.</summary>
    public static string? LookedFor(string file, SqliteDatabase database)
    {
        if (new FileInfo(file).Length > MostBytes) return null;
        using var connection = database.OpenForReading();
        var verdict = connection.ExecuteScalar<string>("PRAGMA quick_check(1)");
        return verdict == "ok" ? null : verdict;
    }
}
