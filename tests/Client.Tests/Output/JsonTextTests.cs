using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Listings;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Client.Tests.Output;

public sealed class JsonTextTests
{
    private static readonly ImmutableArray<Column<object?>> OneColumn = [new("value", value => value)];

    public static TheoryData<object?, string> Values => new()
    {
        { null, "null" },
        { double.NaN, "\"NaN\"" },
        { double.PositiveInfinity, "\"Infinity\"" },
        { double.NegativeInfinity, "\"-Infinity\"" },
        { new ParameterValue.Number(1e-5), "1E-05" },
        { new ParameterValue.Text("dopri5"), "\"dopri5\"" },
        { new ParameterValue.List([new ParameterValue.Whole(32), new ParameterValue.Flag(true)]), "[32,true]" },
        { FailureCause.OutOfMemory, "\"out-of-memory\"" },
        { "Δt=0.1/лынь: «lynx» [1]", "\"Δt=0.1/лынь: «lynx» [1]\"" },
    };

    [Theory, MemberData(nameof(Values))]
    public async Task A_value_keeps_its_kind_in_strict_JSON(object? value, string json)
    {
        using var writer = new StringWriter();
        await RowWriter.WriteAsync(writer, OutputFormat.Json, OneColumn, [value], TestContext.Current.CancellationToken);

        Assert.Equal($"[\n{{\"value\":{json}}}\n]\n", writer.ToString());
        using var parsed = JsonDocument.Parse(writer.ToString());
        Assert.Equal(1, parsed.RootElement.GetArrayLength());
    }

    [Fact]
    public async Task No_rows_are_an_empty_array()
    {
        using var writer = new StringWriter();
        await RowWriter.WriteAsync(writer, OutputFormat.Json, OneColumn, [], TestContext.Current.CancellationToken);

        Assert.Equal("[]\n", writer.ToString());
    }
}
