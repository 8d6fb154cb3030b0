using Orchestrator.Client.Output;

namespace Orchestrator.Client.Tests.Output;

public sealed class PlainTextTests
{
    [Fact]
    public void A_name_cannot_command_the_terminal() => Assert.Equal("a\uFFFD[31mred\uFFFD", PlainText.Of("a\u001b[31mred\u0007"));

    [Fact]
    public void A_name_cannot_be_markup() => Assert.Equal("[[red]]«lynx» [[1]] 🐈", PlainText.Escaped("[red]«lynx» [1] 🐈"));
}
