using Orchestrator.Client.CommandLine;

namespace Orchestrator.Client.Tests.CommandLine;

public sealed class LeadingOptionsTests
{
    [Theory]
    [InlineData("--cluster 127.0.0.1:30000 submit a.yaml rtol=1", "submit --cluster 127.0.0.1:30000 a.yaml rtol=1")]
    [InlineData("--data=x -q --certificates pki/alice list --format json", "list --data=x -q --certificates pki/alice --format json")]
    [InlineData("list --cluster h:1", "list --cluster h:1")]
    [InlineData("--help", "--help")]
    [InlineData("--cluster h:1", "--cluster h:1")]
    [InlineData("--again submit a.yaml", "--again submit a.yaml")]
    [InlineData("--cluster h:1 --again submit", "--cluster h:1 --again submit")]
    public void Which_installation_is_meant_may_stand_before_the_command(string typed, string parsed) =>
        Assert.Equal(parsed, string.Join(' ', LeadingOptions.BehindTheVerb(typed.Split(' '))));
}
