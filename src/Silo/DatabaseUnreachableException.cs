namespace Orchestrator.Silo;

/// <summary>The PostgreSQL database of a cluster cannot be used.</summary>
public sealed class DatabaseUnreachableException : Exception
{
    internal DatabaseUnreachableException(string database, Exception cause)
        : base($"The database {database} cannot be used: {cause.Message.TrimEnd('.')}. Check the setting Database, that PostgreSQL runs, and that the user may create tables there.", cause)
    {
    }
}
