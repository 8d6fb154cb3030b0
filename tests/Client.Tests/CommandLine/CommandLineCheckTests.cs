using Orchestrator.Client.CommandLine;

namespace Orchestrator.Client.Tests.CommandLine;

public sealed class CommandLineCheckTests
{
    [Theory]
    [InlineData("run", "a.yaml", "--data=x", "-q", "name=-1")]
    [InlineData("run", "a.yaml", "--", "--not-an-option")]
    [InlineData("export", "-o", "x.csv")]
    public void Known_options_in_every_spelling_pass(params string[] arguments) => CommandLineCheck.Verify(arguments, Verbs.All);

    [Theory]
    [InlineData("list", "--again")]
    [InlineData("run", "--port")]
    [InlineData("--data")]
    [InlineData("run", "-x")]
    public void An_option_of_another_verb_is_unknown(params string[] arguments) =>
        Assert.Contains("there is no such option", Assert.Throws<UsageException>(() => CommandLineCheck.Verify(arguments, Verbs.All)).Message, StringComparison.Ordinal);
}
