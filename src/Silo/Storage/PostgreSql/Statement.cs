using Npgsql;

namespace Orchestrator.Silo.Storage.PostgreSql;

/// <summary>One statement with its values for $1, $2 …; null is NULL.</summary>
internal sealed record Statement(string Sql, params object?[] Values)
{
    public NpgsqlBatchCommand ToCommand()
    {
        var command = new NpgsqlBatchCommand(Sql);
        foreach (var value in Values) command.Parameters.Add(new NpgsqlParameter { Value = Storable(value) });
        return command;
    }

    /// <summary>PostgreSQL has no text with the character NUL, which a message of a library may well contain.</summary>
    private static object Storable(object? value) => value switch
    {
        null => DBNull.Value,
        string text when text.Contains('\0', StringComparison.Ordinal) => text.Replace('\0', '\uFFFD'),
        _ => value,
    };
}
