using System.Text;
using Spectre.Console;

namespace Orchestrator.Client.Output;

/// <summary>
/// The two streams of the program. Results go to stdout: tables for people, or data (JSON, CSV, YAML), which is UTF-8 whatever the locale.
/// Everything else goes to stderr.
/// </summary>
internal sealed class ConsoleStreams
{
    private ConsoleStreams(IAnsiConsole results, IAnsiConsole messages, TextWriter data, TerminalTraits resultTraits, TerminalTraits messageTraits)
    {
        Results = results;
        Messages = messages;
        Data = data;
        ResultGlyphs = resultTraits.AsciiOnly ? Glyphs.Ascii : Glyphs.Unicode;
        MessageGlyphs = messageTraits.AsciiOnly ? Glyphs.Ascii : Glyphs.Unicode;
        IsLive = messageTraits.Controls;
    }

    public IAnsiConsole Results { get; }

    public IAnsiConsole Messages { get; }

    /// <summary>Buffered; flushed by whoever writes a document to it.</summary>
    public TextWriter Data { get; }

    public Glyphs ResultGlyphs { get; }

    public Glyphs MessageGlyphs { get; }

    /// <summary>stderr is a terminal on which a view can be drawn in place.</summary>
    public bool IsLive { get; }

    public static ConsoleStreams Open()
    {
        var outTraits = TerminalTraits.Of(Console.IsOutputRedirected, Environment.GetEnvironmentVariable);
        var errorTraits = TerminalTraits.Of(Console.IsErrorRedirected, Environment.GetEnvironmentVariable);
        var data = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), bufferSize: 1 << 16) { NewLine = "\n" };
        return new ConsoleStreams(
            Draw(new StreamWriter(Console.OpenStandardOutput(), outTraits.Encoding) { AutoFlush = true, NewLine = "\n" }, outTraits),
            Draw(new StreamWriter(Console.OpenStandardError(), errorTraits.Encoding) { AutoFlush = true, NewLine = "\n" }, errorTraits),
            data, outTraits, errorTraits);
    }

    /// <summary>For tests: everything into the given writers, as if redirected.</summary>
    public static ConsoleStreams To(TextWriter results, TextWriter messages, TerminalTraits traits) =>
        new(Draw(results, traits), Draw(messages, traits), results, traits, traits);

    /// <summary>One line to stderr, never wrapped, so that paths and commands can be copied.</summary>
    public void Say(string line) => Messages.Profile.Out.Writer.WriteLine(PlainText.Of(line));

    /// <summary>One line to stdout, never wrapped.</summary>
    public void Answer(string line) => Results.Profile.Out.Writer.WriteLine(PlainText.Of(line));

    public void Error(string message)
    {
        Messages.Markup("[red]error:[/] ");
        Messages.Profile.Out.Writer.WriteLine(PlainText.Of(message));
    }

    /// <summary>Shows the cursor again when a live view is left without its own end.</summary>
    public void Restore()
    {
        if (IsLive)
            Messages.Profile.Out.Writer.Write("\u001b[?25h\n");
    }

    private static IAnsiConsole Draw(TextWriter writer, TerminalTraits traits) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new TerminalOutput(writer, traits),
        Ansi = traits.Controls ? AnsiSupport.Yes : AnsiSupport.No,
        ColorSystem = traits.Colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.No,
        // The library's profiles for build servers would turn control codes on in files.
        Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
    });
}
