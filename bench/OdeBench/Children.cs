using System.Diagnostics;
using Orchestrator.OdeBench.Problems;

namespace Orchestrator.OdeBench;

/// <summary>Every workload runs in a process of its own, so that its peak memory and its warm-up are its own.</summary>
internal static class Children
{
    public static int Run(BenchOptions options, Action<string> line)
    {
        var worst = 0;
        foreach (var name in Workloads.Names.Where(name => options.Only is null || name.StartsWith(options.Only, StringComparison.Ordinal)))
        {
            if (options.Device.OnTensors && Workloads.Find(name).OnProcessorOnly)
            {
                Console.Error.WriteLine($"{name}: left out, it works on the processor's memory only.");
                continue;
            }
            var output = OutputOf(Own(name, options), out var exit);
            line(exit == 0 ? output.Trim() : $$"""{"bench": "ode", "lib": "orchestrator", "workload": "{{name}}", "failed": {{exit}}}""");
            worst = Math.Max(worst, exit);
        }
        return worst;
    }

    /// <summary>The command that measures one workload here.</summary>
    public static List<string> Own(string name, BenchOptions options)
    {
        List<string> command = [Environment.ProcessPath!];
        if (Path.GetFileNameWithoutExtension(command[0]) == "dotnet")
            command.Add(typeof(Children).Assembly.Location);
        command.AddRange(["--child", name, "--device", options.Device.Name, "--repeats", $"{options.Repeats}", "--train-repeats", $"{options.TrainRepeats}"]);
        if (!options.Reference)
            command.Add("--no-reference");
        return command;
    }

    public static string OutputOf(List<string> command, out int exit)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true };
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        exit = process.ExitCode;
        return output;
    }
}
