using System.Globalization;
using Orchestrator.ClusterBench.Measuring;

namespace Orchestrator.ClusterBench;

/// <summary>The command line.</summary>
internal sealed record BenchOptions
{
    private const string Usage = """
        ClusterBench [--only PART] [--runs N] [--data FOLDER] [--seed N]
            one JSON line per part: sweep (100,000 runs unless told otherwise, a process killed and started again),
            replay (successive halving of 10,000 runs in virtual time: the same decisions for the same seed),
            postgres (100,000 runs on two silos and a PostgreSQL of their own),
            pool (1,000 workers, every slot taken)
        ClusterBench compare cluster --optuna CHECKOUT --peer SCRIPT [--python PROGRAM] [--only PART] [--runs N] [--data FOLDER]
            the same, then Optuna's random sampler, and what reached the targets
        """;

    public bool Compare { get; init; }
    public string? Only { get; init; }

    /// <summary>Null: as many as a part measures by itself.</summary>
    public long? Runs { get; init; }

    /// <summary>Where ledgers are made, which are deleted afterwards; null: where a part makes them by itself.</summary>
    public string? Data { get; init; }

    /// <summary>Of the replayed search.</summary>
    public ulong Seed { get; init; }
    public string? Checkout { get; init; }
    public string Python { get; init; } = "python3";
    public string? Peer { get; init; }

    public bool Wants(string part) => Only is null || Only == part;

    public static BenchOptions? Parse(ReadOnlySpan<string> arguments, out string error)
    {
        var options = new BenchOptions();
        error = Usage;
        if (arguments is ["compare", "cluster", ..])
        {
            options = options with { Compare = true };
            arguments = arguments[2..];
        }
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length || options.With(arguments[i], arguments[i + 1]) is not { } next)
            {
                error = $"{arguments[i]}: unknown, or its value is missing or of the wrong kind.{Environment.NewLine}{Usage}";
                return null;
            }
            options = next;
        }
        if (!options.Compare || !options.Wants("sweep") || options is { Checkout: not null, Peer: not null }) return options;
        error = $"compare needs --optuna CHECKOUT and --peer hpo_optuna.py; bench/README.md says how to get both.{Environment.NewLine}{Usage}";
        return null;
    }

    private BenchOptions? With(string name, string value)
    {
        var isNumber = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return name switch
        {
            "--only" when Measurements.Parts.Contains(value) => this with { Only = value },
            "--runs" when isNumber && number > 0 => this with { Runs = number },
            "--seed" when isNumber => this with { Seed = (ulong)number },
            "--data" => this with { Data = value },
            "--optuna" => this with { Checkout = value },
            "--python" => this with { Python = value },
            "--peer" => this with { Peer = value },
            _ => null,
        };
    }
}
