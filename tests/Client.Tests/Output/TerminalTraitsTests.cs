using System.Text;
using Orchestrator.Client.Output;

namespace Orchestrator.Client.Tests.Output;

public sealed class TerminalTraitsTests
{
    private static TerminalTraits Of(bool redirected, params (string Name, string Value)[] environment) =>
        TerminalTraits.Of(redirected, name => environment.FirstOrDefault(pair => pair.Name == name).Value);

    [Fact]
    public void A_terminal_understands_colours_unless_it_is_dumb_or_the_person_wants_none()
    {
        Assert.True(Of(false, ("TERM", "xterm")) is { Controls: true, Colours: true });
        Assert.True(Of(false, ("TERM", "xterm"), ("NO_COLOR", "1")) is { Controls: true, Colours: false });
        Assert.True(Of(false, ("TERM", "dumb")) is { Controls: false, Colours: false });
        Assert.True(Of(true, ("TERM", "xterm")) is { Controls: false, Colours: false });
    }

    [Theory]
    [InlineData("C", true)]
    [InlineData("POSIX", true)]
    [InlineData("C.UTF-8", false)]
    [InlineData("de_DE.UTF-8", false)]
    public void Only_the_plain_locale_means_ASCII(string locale, bool ascii) => Assert.Equal(ascii, Of(true, ("LC_ALL", locale), ("LANG", "en_US.UTF-8")).AsciiOnly);

    [Fact]
    public void Without_a_locale_output_is_UTF_8_without_a_mark()
    {
        var encoding = Assert.IsType<UTF8Encoding>(Of(true).Encoding);
        Assert.Empty(encoding.GetPreamble());
    }

    [Fact]
    public void The_person_can_set_the_width() => Assert.Equal(80, Of(true, ("COLUMNS", "80")).FixedWidth);
}
