namespace Orchestrator.ProgramBench.Processes;

/// <summary>Where things are in the checkout that this benchmark was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The console as it was built with this benchmark.</summary>
    public static string Program => Path.Combine(Root, "src", "Client", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "orchestrator.dll");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Orchestrator.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Orchestrator.sln.");
    }
}
