using Orchestrator.Grains.Ledger;

namespace Orchestrator.Silo.Storage.Sqlite;

/// <summary>Rows that wait for the state of the grain that saved them: one flush to disk makes both durable, or neither.</summary>
internal sealed class TurnRows(ILedgerWriter writer) : ILedgerTurn
{
    private static readonly AsyncLocal<TurnRows?> _current = new();

    private readonly Queue<Action<SqliteSession>> _rows = [];
    private bool _isOpen = true;

    public static TurnRows Begin(ILedgerWriter writer) => _current.Value = new TurnRows(writer);

    /// <summary>False: nothing is open in this flow of control, so the row must be written by itself.</summary>
    public static bool TryAdd(Action<SqliteSession> row)
    {
        if (_current.Value is not { _isOpen: true } open) return false;
        open._rows.Enqueue(row);
        return true;
    }

    /// <summary>For the write of the state. Effects that start afterwards inherit this flow of control, and write by themselves.</summary>
    public static Action<SqliteSession> Take() => _current.Value is { _isOpen: true } open ? open.Close() : _ => { };

    public Task CloseAsync()
    {
        var left = _rows.Count > 0;
        var write = Close();
        return left ? writer.WriteAsync(session => { write(session); return true; }, CancellationToken.None) : Task.CompletedTask;
    }

    private Action<SqliteSession> Close()
    {
        _isOpen = false;
        Action<SqliteSession>[] rows = [.. _rows];
        _rows.Clear();
        return session =>
        {
            foreach (var row in rows) row(session);
        };
    }
}
