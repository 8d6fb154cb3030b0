using System.Globalization;
using Orchestrator.OdeEngine;

namespace Orchestrator.OdeBench;

/// <summary>The command line.</summary>
internal sealed record BenchOptions
{
    private const string Usage = """
        OdeBench [--only NAME] [--device DEVICE] [--repeats N] [--train-repeats N] [--no-reference]
            one JSON line per workload whose name starts with NAME; DEVICE is cpu, cuda:0 …, or tensors: on the processor what a GPU would run
        OdeBench scaling [--figures FOLDER]
            cost over batch size, number of outputs and number of steps, one JSON line per point
        OdeBench precision [--figures FOLDER]
            error over seconds of the adaptive solvers, one JSON line per solver and tolerance
        OdeBench micro [--list flat] [--filter PATTERN] [--job short]
            single kernels by BenchmarkDotNet, with all of its options
        OdeBench compare ode --torchdiffeq CHECKOUT [--python PROGRAM] [--peer SCRIPT] [--cpu N] [--only NAME] [--repeats N] [--figures FOLDER]
            runs these and torchdiffeq in turn N times and prints ratios
        """;

    public bool Compare { get; init; }
    public bool Scaling { get; init; }
    public bool Precision { get; init; }
    public ComputeDevice Device { get; init; } = ComputeDevice.Processor;
    /// <summary>Folder for pictures; null: none are drawn.</summary>
    public string? Figures { get; init; }
    public string? Only { get; init; }
    public int Repeats { get; init; } = 5;
    public int TrainRepeats { get; init; } = 2;
    public bool Reference { get; init; } = true;
    /// <summary>Set in the process that measures one workload.</summary>
    public string? Child { get; init; }
    public string? Checkout { get; init; }
    public string Python { get; init; } = "python3";
    public string? Peer { get; init; }
    /// <summary>Core to which both sides are pinned; null: wherever the system puts them.</summary>
    public int? Cpu { get; init; }

    public static BenchOptions? Parse(ReadOnlySpan<string> arguments, out string error)
    {
        var options = new BenchOptions();
        error = Usage;
        if (arguments is ["compare", "ode", ..])
        {
            options = options with { Compare = true };
            arguments = arguments[2..];
        }
        if (arguments is ["scaling" or "precision", ..])
        {
            options = options with { Scaling = arguments[0] == "scaling", Precision = arguments[0] == "precision" };
            arguments = arguments[1..];
        }
        for (var i = 0; i < arguments.Length; i++)
        {
            var name = arguments[i];
            if (name == "--no-reference")
            {
                options = options with { Reference = false };
                continue;
            }
            if (name == "--device" && i + 1 < arguments.Length)
            {
                if (ComputeDevice.Find(arguments[++i], out error) is not { } device)
                {
                    error = $"{name}: {error}";
                    return null;
                }
                options = options with { Device = device };
                continue;
            }
            if (i + 1 == arguments.Length || options.With(name, arguments[++i]) is not { } next)
            {
                error = $"{name}: unknown, or its value is missing or not a number.{Environment.NewLine}{Usage}";
                return null;
            }
            options = next;
        }
        if (options.Compare && options.Device != ComputeDevice.Processor)
        {
            error = $"compare measures the processor, as the peer's script does; leave --device {options.Device.Name} out.";
            return null;
        }
        if (!options.Compare || options is { Checkout: not null, Peer: not null })
            return options;
        error = $"compare needs --torchdiffeq CHECKOUT and --peer ode_torchdiffeq.py; bench/README.md says how to get both.{Environment.NewLine}{Usage}";
        return null;
    }

    private BenchOptions? With(string name, string value)
    {
        var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return name switch
        {
            "--only" => this with { Only = value },
            "--child" => this with { Child = value },
            "--torchdiffeq" => this with { Checkout = value },
            "--python" => this with { Python = value },
            "--figures" => this with { Figures = value },
            "--peer" => this with { Peer = value },
            "--repeats" when number > 0 => this with { Repeats = number },
            "--train-repeats" when number > 0 => this with { TrainRepeats = number },
            "--cpu" when isNumber => this with { Cpu = number },
            _ => null,
        };
    }
}
