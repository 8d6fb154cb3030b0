using System.Text;
using Spectre.Console;

namespace Orchestrator.Client.Output;

/// <summary>A standard stream as the drawing library sees it, with our own idea of width and encoding.</summary>
internal sealed class TerminalOutput(TextWriter writer, TerminalTraits traits) : IAnsiConsoleOutput
{
    private const int WidthOfUnknownTerminal = 80;
    private const int HeightOfUnknownTerminal = 24;

    public TextWriter Writer => writer;

    public bool IsTerminal => traits.IsTerminal;

    public int Width => traits.FixedWidth ?? Positive(() => Console.WindowWidth, WidthOfUnknownTerminal);

    public int Height => Positive(() => Console.WindowHeight, HeightOfUnknownTerminal);

    public void SetEncoding(Encoding encoding)
    {
        // The writer was opened with the encoding the terminal understands.
    }

    private static int Positive(Func<int> read, int otherwise)
    {
        try
        {
            return read() is > 0 and var value ? value : otherwise;
        }
        catch (IOException)
        {
            return otherwise;
        }
    }
}
