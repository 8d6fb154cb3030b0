using Orchestrator.Client.CommandLine;

namespace Orchestrator.Client.Tests.CommandLine;

public sealed class NearestTests
{
    [Theory]
    [InlineData("rnu", "run")]
    [InlineData("exprot", "export")]
    [InlineData("Validate", "validate")]
    [InlineData("catalog", "catalogue")]
    public void A_word_with_a_slip_finds_the_one_that_was_meant(string typed, string meant) =>
        Assert.Equal(meant, Nearest.To(typed, Verbs.All.Select(verb => verb.Name)));

    [Fact]
    public void A_word_that_is_nothing_like_it_finds_none() => Assert.Null(Nearest.To("photosynthesis", Verbs.All.Select(verb => verb.Name)));
}
