using Orchestrator.Client.Output;

namespace Orchestrator.Client.Tests.Output;

public sealed class CsvTextTests
{
    public static TheoryData<object?, string> Fields => new()
    {
        { null, "" },
        { double.NaN, "NaN" },
        { double.PositiveInfinity, "Infinity" },
        { double.NegativeInfinity, "-Infinity" },
        { 0.1, "0.1" },
        { 1e-5, "1E-05" },
        { 12L, "12" },
        { true, "true" },
        { "plain", "plain" },
        { "a,b", "\"a,b\"" },
        { "say \"x\"", "\"say \"\"x\"\"\"" },
        { "two\nlines", "\"two\nlines\"" },
        { Grains.Interfaces.Runs.FailureCause.MaxSteps, "max-steps" },
    };

    [Theory, MemberData(nameof(Fields))]
    public void A_field_keeps_its_value_and_its_kind(object? value, string text) => Assert.Equal(text, CsvText.Field(value));
}
