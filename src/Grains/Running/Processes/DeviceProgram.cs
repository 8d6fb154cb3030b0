using System.Diagnostics;
using System.Reflection;
using System.Text;

namespace Orchestrator.Grains.Running.Processes;

/// <summary>How a device process is started: as the program that runs this silo, with one word behind its name.</summary>
internal static class DeviceProgram
{
    /// <summary>The only argument.</summary>
    public const string Word = "device-host";

    /// <summary>Sets a program apart from another build of itself.</summary>
    public static Guid Build { get; } = typeof(DeviceProgram).Module.ModuleVersionId;

    /// <summary>What suits a process that trains one run at a time; the environment of the silo wins.</summary>
    private static readonly (string Name, string Value)[] Runtime =
    [
        // A heap per core and a thread for collecting in the background are for servers.
        ("DOTNET_gcServer", "0"),
        ("DOTNET_gcConcurrent", "0"),
        ("DOTNET_TieredPGO", "0"),
    ];

    public static ProcessStartInfo StartInfo()
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("The program's own path is unknown, so no process of it can be started.");
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, StandardErrorEncoding = Encoding.UTF8 };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet") start.ArgumentList.Add(Assembly.GetEntryAssembly()!.Location);
        start.ArgumentList.Add(Word);
        foreach (var (name, value) in Runtime) start.Environment.TryAdd(name, value);
        return start;
    }
}
