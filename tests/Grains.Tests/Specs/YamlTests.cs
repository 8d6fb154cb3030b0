using System.Text;
using Orchestrator.Grains.Decisions.Specs.Reading;

namespace Orchestrator.Grains.Tests.Specs;

public sealed class YamlTests
{
    [Theory]
    [InlineData("1e-5", 0.00001), InlineData("1E-7", 0.0000001), InlineData(".01", 0.01), InlineData("1.", 1.0), InlineData("+2", 2.0), InlineData("1e3", 1000.0)]
    public void Numbers_are_read_as_people_write_them(string text, double value)
    {
        var spec = SpecText.Read(SpecText.Spiral + $"solver: {{ rtol: {text} }}");
        Assert.Equal(value, spec.Base.Solver.RelativeTolerance);
    }

    [Theory]
    [InlineData("solver: { rtol: 1e-3\nname: b\n", 1)]
    [InlineData("name: b\nspace:\n  solver.method: [dopri5,\nsearch: { kind: grid }\n", 3)]
    public void A_bracket_that_is_never_closed_is_told_with_its_line(string yaml, int line)
    {
        var error = Assert.Single(SpecText.Check(yaml).Errors);
        Assert.Contains("bracket", error.Rule, StringComparison.Ordinal);
        Assert.Equal(line, error.Line);
    }

    [Theory]
    [InlineData("1e-5x"), InlineData("one"), InlineData("0x10"), InlineData("1_000"), InlineData("\"1e-5\""), InlineData("[1e-5]"), InlineData(".inf"), InlineData(".nan"), InlineData("-1e-5"), InlineData("0"), InlineData("")]
    public void What_is_no_positive_number_is_refused_with_its_place(string text)
    {
        var error = SpecText.OnlyError(SpecText.Spiral + $"solver:\n  rtol: {text}\n");
        Assert.Equal("solver.rtol", error.Where);
        Assert.Equal(3, error.Line);
        Assert.NotEmpty(error.Fix);
    }

    [Fact]
    public void Only_true_and_false_are_flags()
    {
        var error = SpecText.OnlyError(SpecText.Spiral + "resources: { exclusive: yes }");
        Assert.Equal("resources.exclusive", error.Where);
        Assert.Equal("yes", error.Given);
        Assert.Contains("true or false", error.Rule, StringComparison.Ordinal);
        Assert.Equal("write true", error.Fix);
        Assert.True(SpecText.Read(SpecText.Spiral + "resources: { exclusive: True }").Resources.Exclusive);
    }

    [Fact]
    public void A_key_there_twice_is_told_with_both_lines()
    {
        var error = SpecText.OnlyError(SpecText.Spiral + "solver:\n  method: dopri5\n  rtol: 1e-4\n  method: bosh3\n");
        Assert.Equal(5, error.Line);
        Assert.Contains("line 3 and line 5", error.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tab_as_indentation_is_told_with_line_and_column()
    {
        var error = SpecText.OnlyError("workload:\n\tkind: cubic-spiral\n");
        Assert.Equal(2, error.Line);
        Assert.Equal(1, error.Column);
        Assert.Contains("spaces", error.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("solver: { method: dopri5", 1), InlineData("a: b: c", 1), InlineData("workload:\n  kind: \"series\n", 2), InlineData("- a\n- b", 1), InlineData("just text", 1), InlineData("a: 1\n---\nb: 2", 2), InlineData("a: *nowhere", 1), InlineData("a: !!python/object 1", 1)]
    public void Broken_files_are_told_with_a_line(string yaml, int line)
    {
        var errors = SpecText.Check(yaml).Errors;
        Assert.NotEmpty(errors);
        Assert.InRange(errors[0].Line, line, line + 1);
    }

    [Theory]
    [InlineData(""), InlineData("# nothing\n"), InlineData("---\n"), InlineData("~")]
    public void An_empty_file_is_said_to_be_empty(string yaml) => Assert.Contains("empty", SpecText.OnlyError(yaml).Rule, StringComparison.Ordinal);

    [Fact]
    public void Anchors_are_followed()
    {
        var spec = SpecText.Read(SpecText.Spiral + "solver:\n  rtol: &tight 1e-8\n  atol: *tight\n");
        Assert.Equal(1e-8, spec.Base.Solver.AbsoluteTolerance);
    }

    [Fact]
    public void Anchors_cannot_multiply_without_end()
    {
        var yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var level = 1; level < 30; level++) yaml.Append($"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))}]\n");
        Assert.Contains("values", SpecText.OnlyError(yaml.ToString()).Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void Depth_and_size_have_limits()
    {
        Assert.Contains("levels", SpecText.OnlyError("a: " + new string('[', 500) + new string(']', 500)).Rule, StringComparison.Ordinal);
        Assert.Contains("KiB", SpecText.OnlyError("# " + new string('x', SpecTree.LargestFileBytes)).Rule, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("90s", "1m30s"), InlineData("30m", "30m"), InlineData("2h", "2h"), InlineData("1h30m", "1h30m"), InlineData("1.5h", "1h30m"), InlineData("500ms", "500ms"), InlineData("1d", "1d")]
    public void Durations_have_units(string text, string shortest)
    {
        var span = Durations.Parse(text)!.Value;
        Assert.Equal(shortest, Durations.Format(span));
        Assert.Equal(span, Durations.Parse(shortest));
    }

    [Theory]
    [InlineData("30"), InlineData("m"), InlineData("-5s"), InlineData("5 parsecs"), InlineData("0s"), InlineData(""), InlineData("٣h")]
    public void What_is_no_duration_is_refused(string text) => Assert.Equal("budget.per_run", Assert.Single(SpecText.Check(SpecText.Spiral + $"budget: {{ per_run: \"{text}\" }}").Errors).Where);

    [Theory]
    [InlineData("512MiB", 512L << 20, "512MiB"), InlineData("1.5GiB", 1536L << 20, "1536MiB"), InlineData("24 GB", 24_000_000_000, "24GB"), InlineData("4096", 4096, "4KiB"), InlineData("1.5B", 2, "2B"), InlineData("1000", 1000, "1kB")]
    public void Amounts_of_memory_have_units(string text, long bytes, string shortest)
    {
        Assert.Equal(bytes, ByteSizes.Parse(text));
        Assert.Equal(shortest, ByteSizes.Format(bytes));
        Assert.Equal(bytes, ByteSizes.Parse(shortest));
    }

    [Theory]
    [InlineData("GiB"), InlineData("-1GiB"), InlineData("1 gib"), InlineData("2G"), InlineData("0MB"), InlineData("1e9"), InlineData("999999999999999TiB"), InlineData("٣GB"), InlineData("")]
    public void What_is_no_amount_of_memory_is_refused(string text) => Assert.Equal("resources.memory", Assert.Single(SpecText.Check(SpecText.Spiral + $"resources: {{ memory: \"{text}\" }}").Errors).Where);

    [Theory]
    [InlineData("abc", "abc", 0), InlineData("method", "metod", 1), InlineData("rtol", "rotl", 1), InlineData("", "abc", 3), InlineData("kitten", "sitting", 3)]
    public void Edits_are_counted(string a, string b, int edits)
    {
        Assert.Equal(edits, Nearest.Distance(a, b));
        Assert.Equal(edits, Nearest.Distance(b, a));
    }
}
