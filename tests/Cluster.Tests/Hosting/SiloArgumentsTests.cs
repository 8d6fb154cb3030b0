using System.Text.RegularExpressions;
using Orchestrator.Silo;

namespace Orchestrator.Cluster.Tests.Hosting;

public sealed partial class SiloArgumentsTests
{
    [Theory]
    [InlineData()]
    [InlineData("--Roles", "worker", "--siloport=11112", "/HttpPort", "5080", "CpuSlots=2")]
    public void Settings_in_every_spelling_pass(params string[] arguments) => SiloArguments.Check(arguments);

    [Theory]
    [InlineData("--Rolse", "worker", "--Rolse: there is no such setting; did you mean --Roles?")]
    [InlineData("--HttpPort=1", "--Hotel=2", "--Hotel: there is no such setting; '--help' lists them.")]
    [InlineData("--Roles", "--Roles: its value is missing")]
    [InlineData("--Roles", "worker", "trainer", "Argument 3 of the command line belongs to no setting")]
    public void A_misspelt_setting_is_not_ignored(params string[] argumentsAndSentence) =>
        Assert.Contains(argumentsAndSentence[^1], Assert.Throws<FormatException>(() => SiloArguments.Check(argumentsAndSentence[..^1])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_secret_in_the_wrong_place_is_not_repeated() =>
        Assert.DoesNotContain("c0ffee", Assert.Throws<FormatException>(() => SiloArguments.Check(["--TokenFile", "token", "c0ffee0123456789"])).Message, StringComparison.Ordinal);

    [Fact]
    public void Asking_for_help_starts_no_silo()
    {
        Assert.True(SiloArguments.AskForHelp(["--help"]));
        Assert.False(SiloArguments.AskForHelp(["--Roles", "worker"]));
        Assert.All(SiloArguments.Names, name => Assert.Contains($"--{name} ", SiloArguments.Help, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_setting_of_the_documentation_can_be_given()
    {
        var page = File.ReadAllText(Path.Combine(Root(), "docs", "cluster.md"));
        var table = page[page.IndexOf("| setting | default |", StringComparison.Ordinal)..page.IndexOf("Keep the password out", StringComparison.Ordinal)];
        var documented = Row().Matches(table).Select(row => row.Groups[1].Value).ToArray();
        Assert.Contains("SiloPort", documented);
        // On the command line the token is refused with a sentence of its own.
        Assert.All(documented.Except(["Token"]), name => Assert.Contains(name, SiloArguments.Names));
    }

    [GeneratedRegex(@"^\| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Orchestrator.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
