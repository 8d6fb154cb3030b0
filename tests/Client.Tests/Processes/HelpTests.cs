using System.Text.RegularExpressions;
using Orchestrator.Client.CommandLine;

namespace Orchestrator.Client.Tests.Processes;

public sealed partial class HelpTests
{
    public static TheoryData<string> VerbNames => [.. Verbs.All.Select(verb => verb.Name)];

    [Theory, MemberData(nameof(VerbNames))]
    public async Task Help_of_a_verb_names_it_and_gives_an_example_that_uses_only_what_exists(string name)
    {
        using var folder = new TemporaryFolder();
        var help = await OrchestratorProcess.RunAsync(folder, name, "--help");

        Assert.Equal(0, help.ExitCode);
        Assert.Contains($"orchestrator {name}", help.Out, StringComparison.Ordinal);
        Assert.Contains("EXAMPLES:", help.Out, StringComparison.Ordinal);
        var verb = Verbs.All.Single(verb => verb.Name == name);
        Assert.All(LongOption().Matches(help.Out).Select(match => match.Value), option => Assert.Contains(option, verb.OptionNames));
        Assert.All(verb.Examples, example => CommandLineCheck.Verify(example, Verbs.All));
        Assert.False(Directory.Exists(folder.Data));
    }

    [Fact]
    public async Task Help_of_the_program_lists_every_verb()
    {
        using var folder = new TemporaryFolder();
        var help = await OrchestratorProcess.RunAsync(folder, "--help");

        Assert.Equal(0, help.ExitCode);
        Assert.All(Verbs.All, verb => Assert.Contains($"    {verb.Name} ", help.Out, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Version_is_a_number()
    {
        using var folder = new TemporaryFolder();
        var version = await OrchestratorProcess.RunAsync(folder, "--version");

        Assert.Equal(0, version.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+\S*\n$", version.Out);
    }

    [GeneratedRegex("--[a-z][a-z-]*")]
    private static partial Regex LongOption();
}
