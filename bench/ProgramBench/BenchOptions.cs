using System.Globalization;
using Orchestrator.ProgramBench.Processes;

namespace Orchestrator.ProgramBench;

/// <summary>The command line.</summary>
internal sealed record BenchOptions(string Part)
{
    private const string Usage = """
        ProgramBench pages [--pages N] [--seconds N] [--program DLL]
            processor time that N (50) open pages of a running sweep cost the silo, over windows of N (30) seconds
        ProgramBench telemetry [--pairs N] [--program DLL]
            training time of the spiral example with telemetry exported beside that without, in N (10) pairs of programs that take turns
        ProgramBench rows [--trials N] [--repeats N] [--program DLL]
            how the page of a stored sweep of N (20000) trials feels in a browser; every way of using its table N (20) times
        --program DLL names another build of the console than the one that was built beside this
        """;

    public int Pages { get; init; } = 50;
    public int Seconds { get; init; } = 30;
    public int Pairs { get; init; } = 10;
    public int Trials { get; init; } = 20_000;
    public int Repeats { get; init; } = 20;
    public string Program { get; init; } = Repository.Program;

    public static BenchOptions? Parse(ReadOnlySpan<string> arguments, out string error)
    {
        error = Usage;
        if (arguments is not ["pages" or "telemetry" or "rows", ..]) return null;
        var options = new BenchOptions(arguments[0]);
        for (var i = 1; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length || options.With(arguments[i], arguments[i + 1]) is not { } next)
            {
                error = $"{arguments[i]}: unknown, or its value is missing, no number above 0 or no file.{Environment.NewLine}{Usage}";
                return null;
            }

            options = next;
        }

        return options;
    }

    private BenchOptions? With(string name, string value)
    {
        var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;
        return (Part, name) switch
        {
            ("pages", "--pages") when isNumber => this with { Pages = number },
            ("pages", "--seconds") when isNumber => this with { Seconds = number },
            ("telemetry", "--pairs") when isNumber => this with { Pairs = number },
            ("rows", "--trials") when isNumber => this with { Trials = number },
            ("rows", "--repeats") when isNumber => this with { Repeats = number },
            (_, "--program") when File.Exists(value) => this with { Program = value },
            _ => null,
        };
    }
}
