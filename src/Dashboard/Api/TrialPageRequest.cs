using System.ComponentModel;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Dashboard.Api;

/// <summary>What a caller asks of the list of trials.</summary>
/// <remarks>Settable properties and no constructor: only so does the framework read each from the address.</remarks>
internal sealed class TrialPageRequest
{
    private const int UsualLimit = 100;

    public string Id { get; set; } = "";
    [Description("Rows to leave out.")] public int? Offset { get; set; }
    [Description("Rows of the page, 100 where not given.")] public int? Limit { get; set; }
    [Description("number (default), objective, evaluations, seconds or ended.")] public string? Order { get; set; }
    [Description("ascending (default) or descending.")] public string? Direction { get; set; }
    [Description("all (default), completed, failed, pruned or unfinished.")] public string? Filter { get; set; }
    [Description("Only trials with a setting that holds this text, such as solver.method=rk4.")] public string? Text { get; set; }

    /// <summary>The first thing that is wrong with the request; null: nothing is.</summary>
    internal Problem? Mistake()
    {
        if (Limit is < 1 or > TrialQuery.MostRows) return new Problem($"limit = {Limit}: must be from 1 to {TrialQuery.MostRows}.");
        if (Offset < 0) return new Problem($"offset = {Offset}: must be 0 or more.");
        return Unknown<TrialOrder>("order", Order) ?? Unknown<SortDirection>("direction", Direction) ?? Unknown<TrialFilter>("filter", Filter);
    }

    /// <summary>Of a request without a mistake.</summary>
    internal TrialQuery Query() => new(Id, Offset ?? 0, Limit ?? UsualLimit)
    {
        Order = Read<TrialOrder>(Order) ?? TrialOrder.Number,
        Direction = Read<SortDirection>(Direction) ?? SortDirection.Ascending,
        Filter = Read<TrialFilter>(Filter) ?? TrialFilter.All,
        Text = Text,
    };

    private static Problem? Unknown<T>(string name, string? value)
        where T : struct, Enum =>
        value is null || Read<T>(value) is not null ? null : new Problem($"{name} = {value}: must be one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}.");

    // Numbers would name a value too, but no caller should have to know them.
    private static T? Read<T>(string? value)
        where T : struct, Enum =>
        Enum.GetNames<T>().FirstOrDefault(name => name.Equals(value, StringComparison.OrdinalIgnoreCase)) is { } known ? Enum.Parse<T>(known) : null;
}
