using Orchestrator.Client.CommandLine;

namespace Orchestrator.Client.Tests.CommandLine;

public sealed class ShellWordTests
{
    [Theory]
    [InlineData("spiral-3fa9c1", "spiral-3fa9c1")]
    [InlineData("Été 2026", "'Été 2026'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("", "''")]
    [InlineData("$(rm)", "'$(rm)'")]
    public void A_word_is_quoted_exactly_when_a_shell_would_change_it(string word, string quoted) => Assert.Equal(quoted, ShellWord.Quote(word));
}
