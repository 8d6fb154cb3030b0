using System.Text;
using Orchestrator.Grains.Decisions.Specs.Reading;

namespace Orchestrator.Silo;

/// <summary>The command line of a silo process: settings as --Name value. What is misspelt would else be ignored, and the silo would be another than was meant.</summary>
internal static class SiloArguments
{
    /// <summary>All that a silo can be told; docs/cluster.md has their meaning in full.</summary>
    private static readonly (string Name, string Meaning)[] Settings =
    [
        ("Database", "connection string of PostgreSQL; silos of one database are one cluster. Without it the silo stands alone on DataDirectory"),
        ("DataDirectory", "ledger and logs of a silo that stands alone. Default: orchestrator-data"),
        ("Roles", "control (takes clients, serves pages), worker (trains), or both with a comma. Default: control,worker"),
        ("SiloPort", "for other silos. Default: 11111"),
        ("GatewayPort", "for clients. Default: 30000"),
        ("HttpPort", "web pages, /health, /ready, /metrics. Default: none"),
        ("CpuSlots", "runs at once on the processor; 0 in a cluster: none. Default: cores"),
        ("CudaSlots", "runs at once on each NVIDIA GPU, of a build with CUDA. Default: 1"),
        ("CpuMemoryMiB", "memory that runs on the processor may take together. Default: all there is"),
        ("StopWithinSeconds", "upper bound of an orderly stop. Default: 30"),
        ("Address", "by which silos and clients reach this machine; any but loopback needs Certificates. Default: 127.0.0.1"),
        ("Certificates", "folder with ca.crt, tls.crt, tls.key"),
        ("HttpAddress", "of the web pages; any but loopback needs a token. Default: 127.0.0.1"),
        ("TokenFile", "file whose only content is the token of the web pages (the token itself: ORCHESTRATOR_TOKEN, never here)"),
        ("HttpCertificates", "folder with tls.crt, tls.key of the web pages. Default: Certificates"),
        ("RequestsPerSecond", "answers a second that one address gets from the web pages. Default: 200"),
        ("DataRoots", "folders, with ':' between them, from which sweep files may have data read. Default: any"),
    ];

    /// <summary>As environment variables they begin with ORCHESTRATOR_.</summary>
    public static IEnumerable<string> Names => Settings.Select(setting => setting.Name);

    public static string Help
    {
        get
        {
            var text = new StringBuilder("One silo: dotnet Orchestrator.Silo.dll [--Name value …]. Settings may also stand in appsettings.json and in variables such as ORCHESTRATOR_ROLES.\n\n");
            var width = Names.Max(name => name.Length);
            foreach (var (name, meaning) in Settings) text.Append("  --").Append(name.PadRight(width)).Append("  ").Append(meaning).Append('\n');
            return text.ToString();
        }
    }

    public static bool AskForHelp(string[] arguments) => arguments.Any(argument => argument is "--help" or "-h" or "-?" or "/?");

    /// <exception cref="FormatException">Something is no setting, or lacks its value.</exception>
    public static void Check(string[] arguments)
    {
        for (var place = 0; place < arguments.Length; place++)
        {
            var (name, hasValue) = Parts(arguments[place]);
            // Not what was written there: it may be a secret that stands in the wrong place.
            if (name is null) throw new FormatException($"Argument {place + 1} of the command line belongs to no setting; write --Name value, as '--help' lists them.");
            if (!Names.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw new FormatException($"--{name}: there is no such setting{(Nearest.Find(name, Names) is { } meant ? $"; did you mean --{meant}?" : ";")} '--help' lists them.");
            if (!hasValue && ++place == arguments.Length) throw new FormatException($"--{name}: its value is missing; write --{name} value.");
        }
    }

    /// <summary>As the host's own reader takes them: --Name value, --Name=value, /Name value, Name=value.</summary>
    private static (string? Name, bool HasValue) Parts(string argument)
    {
        var marked = argument.StartsWith("--", StringComparison.Ordinal) ? argument[2..] : argument.StartsWith('/') ? argument[1..] : null;
        var text = marked ?? argument;
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0) return (text[..equals], true);
        return (marked is { Length: > 0 } ? marked : null, false);
    }
}
