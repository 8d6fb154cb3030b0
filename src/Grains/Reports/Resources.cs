namespace Orchestrator.Grains.Reports;

/// <summary>Files of the report that ship inside the assembly.</summary>
internal static class Resources
{
    /// <param name="name">Path below the Reports folder, with dots.</param>
    public static Stream Open(string name) =>
        typeof(Resources).Assembly.GetManifestResourceStream($"{typeof(Resources).Namespace}.{name}")
        ?? throw new InvalidOperationException($"Resource '{name}' is not in {typeof(Resources).Assembly.GetName().Name}; it must be an EmbeddedResource below Reports.");

    public static string Text(string name)
    {
        using var reader = new StreamReader(Open(name));
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
