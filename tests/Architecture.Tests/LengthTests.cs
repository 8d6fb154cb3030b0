namespace Orchestrator.Architecture.Tests;

public sealed class LengthTests
{
    private const int MaxFileLines = 300;
    private const int MaxMethodLines = 60;

    [Fact]
    public void No_file_is_longer_than_300_lines()
    {
        var tooLong = Repository.SourceFiles
            .Select(f => (File: f, Lines: CodeLengths.FileLines(File.ReadAllText(f))))
            .Where(f => f.Lines > MaxFileLines)
            .Select(f => $"{Repository.Relative(f.File)}: {f.Lines} lines");

        Expect.None(tooLong);
    }

    [Fact]
    public void No_method_is_longer_than_60_lines()
    {
        var tooLong = Repository.SourceFiles
            .SelectMany(f => CodeLengths.MethodsOver(MaxMethodLines, File.ReadAllText(f)).Select(m => $"{Repository.Relative(f)}: {m}"));

        Expect.None(tooLong);
    }

    [Fact]
    public void The_files_are_found() => Assert.Contains(Repository.SourceFiles, f => Repository.Relative(f) == Path.Combine("src", "OdeEngine", "Ode.cs"));

    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 1)]
    [InlineData("a\n", 1)]
    [InlineData("a\n\nb\n", 3)]
    public void File_lines_are_counted_as_an_editor_does(string text, int lines) => Assert.Equal(lines, CodeLengths.FileLines(text));

    [Theory]
    [InlineData("class C { void M()\n{\n#\n} }", "M")]
    [InlineData("class C { int P\n{\n  get\n  {\n#\n  return 1; } } }", "P")]
    [InlineData("class C { int M() =>\n#\n1; }", "M")]
    [InlineData("class C { C()\n{\n#\n} }", "ConstructorDeclaration")]
    [InlineData("class C { System.Action A = () =>\n{\n#\n}; }", "lambda")]
    [InlineData("var x = 1;\n#\nvar y = 2;", "top-level statements")]
    public void A_long_body_is_found_whatever_its_kind(string pattern, string name)
    {
        var text = pattern.Replace("#", string.Join('\n', Enumerable.Repeat("// line {", 58)), StringComparison.Ordinal);

        Assert.Contains(CodeLengths.MethodsOver(59, text), m => m.StartsWith($"{name} (", StringComparison.Ordinal));
        Assert.Empty(CodeLengths.MethodsOver(70, text));
    }

    [Fact]
    public void A_long_table_is_data_and_no_method()
    {
        var text = "class C { int[] P { get; } =\n[\n" + string.Concat(Enumerable.Repeat("1,\n", 80)) + "]; }";

        Assert.Empty(CodeLengths.MethodsOver(60, text));
    }

    [Fact]
    public void Comments_and_attributes_above_do_not_count()
    {
        var text = "class C {\n" + string.Concat(Enumerable.Repeat("/// x\n", 80)) + "[A]\n[B]\nvoid M()\n{\n} }";

        Assert.Empty(CodeLengths.MethodsOver(3, text));
    }
}
