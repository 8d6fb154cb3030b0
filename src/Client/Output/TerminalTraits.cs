using System.Globalization;
using System.Text;

namespace Orchestrator.Client.Output;

/// <summary>What one standard stream can show, read once from the environment.</summary>
/// <param name="IsTerminal">A person looks at it now; else it goes to a file or another program.</param>
/// <param name="Controls">Colours and cursor movement are understood.</param>
internal sealed record TerminalTraits(bool IsTerminal, bool Controls, bool Colours, Encoding Encoding, int? FixedWidth)
{
    /// <summary>Width of tables that go to a file or a pipe, where no terminal sets one.</summary>
    public const int WidthWithoutTerminal = 120;

    public bool AsciiOnly => Encoding is ASCIIEncoding;

    public static TerminalTraits Of(bool redirected, Func<string, string?> variable)
    {
        var controls = !redirected && (OperatingSystem.IsWindows() || variable("TERM") is { Length: > 0 } and not "dumb");
        var fixedWidth = int.TryParse(variable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var columns) && columns > 0 ? columns : (int?)null;
        return new TerminalTraits(!redirected, controls, controls && string.IsNullOrEmpty(variable("NO_COLOR")), EncodingOf(variable), fixedWidth ?? (redirected ? WidthWithoutTerminal : null));
    }

    /// <summary>
    /// An explicit C or POSIX locale means ASCII: the runtime would send UTF-8 there, which such terminals show as rubbish.
    /// No locale at all (containers) means UTF-8.
    /// </summary>
    private static Encoding EncodingOf(Func<string, string?> variable)
    {
        var locale = variable("LC_ALL") is { Length: > 0 } all ? all : variable("LC_CTYPE") is { Length: > 0 } type ? type : variable("LANG");
        return locale is "C" or "POSIX" ? Encoding.ASCII : new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
    }
}
