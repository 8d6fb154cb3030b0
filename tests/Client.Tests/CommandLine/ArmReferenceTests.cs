using Orchestrator.Client.CommandLine;

namespace Orchestrator.Client.Tests.CommandLine;

public sealed class ArmReferenceTests
{
    [Theory]
    [InlineData("hudson/4", "hudson", 4)]
    [InlineData("hudson", "hudson", null)]
    [InlineData("a/b", "a/b", null)]
    [InlineData("a/b/0", "a/b", 0)]
    [InlineData("hudson/-1", "hudson/-1", null)]
    [InlineData("hudson/", "hudson/", null)]
    [InlineData("/3", "/3", null)]
    [InlineData("hudson/99999999999", "hudson/99999999999", null)]
    public void A_whole_number_after_the_last_slash_is_a_trial(string given, string sweep, int? trial) => Assert.Equal(new ArmReference(sweep, trial), ArmReference.Parse(given));
}
