namespace Orchestrator.Dashboard.Tests;

/// <summary>Where things are in the checkout that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The program as it was built with these tests, in its own output folder with everything it needs.</summary>
    public static string Program => Path.Combine(Root, "src", "Client", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "orchestrator.dll");

    public static string Example(params string[] path) => Path.Combine([Root, "examples", .. path]);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Orchestrator.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Orchestrator.sln.");
    }
}
