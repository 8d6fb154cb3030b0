using System.Collections.Immutable;
using Orchestrator.Grains.Ledger;

namespace Orchestrator.Silo.Storage;

/// <summary>Rows that wait for the state of the grain that saved them: one flush to disk makes both durable, or neither.</summary>
/// <param name="write">Makes rows durable by themselves.</param>
internal sealed class TurnRows<TRow>(Func<ImmutableArray<TRow>, Task> write) : ILedgerTurn
{
    private static readonly AsyncLocal<TurnRows<TRow>?> _current = new();

    private readonly ImmutableArray<TRow>.Builder _rows = ImmutableArray.CreateBuilder<TRow>();
    private bool IsOpen { get; set; } = true;

    public static TurnRows<TRow> Begin(Func<ImmutableArray<TRow>, Task> write) => _current.Value = new TurnRows<TRow>(write);

    /// <summary>False: nothing is open in this flow of control, so the rows must be written by themselves.</summary>
    public static bool TryAdd(params ReadOnlySpan<TRow> rows)
    {
        if (_current.Value is not { IsOpen: true } open) return false;
        open._rows.AddRange(rows);
        return true;
    }

    /// <summary>For the write of the state. Effects that start afterwards inherit this flow of control, and write by themselves.</summary>
    public static ImmutableArray<TRow> Take() => _current.Value is { IsOpen: true } open ? open.Close() : [];

    public Task CloseAsync() => Close() is { IsEmpty: false } left ? write(left) : Task.CompletedTask;

    private ImmutableArray<TRow> Close()
    {
        IsOpen = false;
        return _rows.DrainToImmutable();
    }
}
