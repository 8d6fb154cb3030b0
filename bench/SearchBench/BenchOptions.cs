using System.Globalization;
using Orchestrator.SearchBench.Comparing;

namespace Orchestrator.SearchBench;

/// <summary>The command line.</summary>
internal sealed record BenchOptions
{
    private const string Usage = """
        SearchBench [--only PART] [--sampler NAME] [--objective NAME] [--seeds N]
            one JSON line per measurement; parts: quality, asktell, curves, hypervolume, coverage
        SearchBench compare search --optuna CHECKOUT --peer SCRIPT [--python PROGRAM] [--only PART] [--sampler NAME] [--objective NAME] [--seeds N]
            runs these and Optuna in turn, part by part, and prints what reached the targets
        """;

    public bool Compare { get; init; }
    public string? Only { get; init; }
    public string? Sampler { get; init; }
    public string? Objective { get; init; }
    public int Seeds { get; init; } = 10;
    public string? Checkout { get; init; }
    public string Python { get; init; } = "python3";
    public string? Peer { get; init; }

    public bool Wants(string part) => Only is null || Only == part;

    public bool Wants(Figure figure)
        => Wants(figure.Part) && (Sampler is null || figure.Field("sampler") == Sampler) && (Objective is null || figure.Field("objective") is null || figure.Field("objective") == Objective);

    public static BenchOptions? Parse(ReadOnlySpan<string> arguments, out string error)
    {
        var options = new BenchOptions();
        error = Usage;
        if (arguments is ["compare", "search", ..])
        {
            options = options with { Compare = true };
            arguments = arguments[2..];
        }
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length || options.With(arguments[i], arguments[i + 1]) is not { } next)
            {
                error = $"{arguments[i]}: unknown, or its value is missing or not a number.{Environment.NewLine}{Usage}";
                return null;
            }
            options = next;
        }
        if (!options.Compare || options is { Checkout: not null, Peer: not null }) return options;
        error = $"compare needs --optuna CHECKOUT and --peer hpo_optuna.py; bench/README.md says how to get both.{Environment.NewLine}{Usage}";
        return null;
    }

    private BenchOptions? With(string name, string value)
    {
        var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return name switch
        {
            "--only" => this with { Only = value },
            "--sampler" => this with { Sampler = value },
            "--objective" => this with { Objective = value },
            "--optuna" => this with { Checkout = value },
            "--python" => this with { Python = value },
            "--peer" => this with { Peer = value },
            "--seeds" when isNumber && number > 0 => this with { Seeds = number },
            _ => null,
        };
    }
}
