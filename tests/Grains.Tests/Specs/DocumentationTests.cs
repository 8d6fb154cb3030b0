using System.Text.RegularExpressions;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Decisions.Specs.Rules;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Reports;
using Orchestrator.Grains.Specs;

namespace Orchestrator.Grains.Tests.Specs;

/// <summary>docs/sweep-file.md and the examples say what the code does. With UPDATE_DOCS=1 in the environment the lists in the page are written anew.</summary>
public sealed class DocumentationTests
{
    private static readonly string _root = FindRoot();
    private static readonly string _page = Path.Combine(_root, "docs", "sweep-file.md");

    public static TheoryData<string, string> Lists => new()
    {
        { "keys", Keys() },
        { "metrics", "| metric | meaning |\n| --- | --- |\n" + string.Join("\n", Metrics.All.Select(metric => $"| `{metric.Name}` | {metric.Title} |")) },
        { "rules", Rules(SpecRules.All) },
        { "remarks", Rules(SpecRules.Remarks) },
    };

    [Theory, MemberData(nameof(Lists))]
    public void Lists_in_the_page_are_those_of_the_code(string name, string expected)
    {
        var block = new Regex($"(?<=<!-- {name} -->\n).*?(?=<!-- /{name} -->)", RegexOptions.Singleline);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1") File.WriteAllText(_page, block.Replace(File.ReadAllText(_page), expected.Replace("$", "$$", StringComparison.Ordinal) + "\n", 1));
        Assert.Equal(expected, block.Match(File.ReadAllText(_page)).Value.TrimEnd('\n'));
    }

    [Fact]
    public void Sweeps_in_the_page_are_valid()
    {
        var complete = Regex.Matches(File.ReadAllText(_page), "```yaml\n(.*?)```", RegexOptions.Singleline).Select(match => match.Groups[1].Value).Where(yaml => yaml.Contains("workload:", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, complete.Length);
        Assert.All(complete, yaml => Assert.Empty(Check(yaml, "page.yaml").Errors));
        Assert.Equal("10", Check(complete[1], "page.yaml").Trials);
        Assert.Equal("30", Check(complete[1], "page.yaml").Runs);
    }

    [Theory]
    [InlineData("hudson-bay.yaml", "42"), InlineData("spiral.yaml", "6")]
    public void Examples_are_valid_and_have_so_many_runs(string file, string runs)
    {
        var check = CheckFile(file);
        Assert.Empty(check.Errors);
        Assert.Empty(check.Remarks);
        Assert.Equal(runs, check.Runs);
    }

    [Fact]
    public void Five_mistakes_are_five_located_errors()
    {
        var errors = CheckFile("invalid/five-mistakes.yaml").Errors;
        Assert.Equal(["training.iteration", "solver.method", "solver.rtol", "resources.exclusive", "solver.atol"], errors.Select(error => error.Where));
        Assert.Equal([9, 11, 12, 14, 16], errors.Select(error => error.Line));
        Assert.All(errors, error => Assert.True(error.Column > 0 && error.Given.Length > 0 && error.Rule.Length > 0 && error.Fix.Length > 0));
    }

    [Theory]
    [InlineData("repeated-key.yaml", "line 5 and line 7"), InlineData("no-condition.yaml", "has no effect")]
    public void Invalid_examples_are_refused_for_what_they_show(string file, string rule)
        => Assert.Contains(rule, Assert.Single(CheckFile($"invalid/{file}").Errors).Rule, StringComparison.Ordinal);

    private static SpecCheck CheckFile(string file)
    {
        var path = Path.Combine(_root, "examples", file);
        return SpecReader.Default.Check(new SweepSource(File.ReadAllText(path), file, Path.GetDirectoryName(path)!, []));
    }

    private static SpecCheck Check(string yaml, string file) => SpecReader.Default.Check(new SweepSource(yaml, file, Path.Combine(_root, "examples"), []));

    private static string Keys()
        => "| key | takes | default | varies | meaning |\n| --- | --- | --- | --- | --- |\n" + string.Join("\n", SpecKeys.All.Select(key =>
            $"| `{key.Path}` | {key.Kind.Text} | {Default(key)} | {(key.CanVary ? "✓" : "")} | {key.Description}{(key.AppliesWhen is null ? "" : $" Only when `{key.AppliesWhen}`.")} |"));

    private static string Default(SpecKey key)
    {
        var value = key.Required || key.DefaultText is not null ? key.Default : $"`{key.Default}`";
        return key.DefaultSource.Length == 0 ? value : $"{value} ({key.DefaultSource})";
    }

    private static string Rules(IEnumerable<SpecRule> rules) => string.Join("\n", rules.Select(rule => $"- `{rule.Id}`: {rule.Text}"));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Orchestrator.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
