using System.Reflection;

namespace Orchestrator.Silo;

internal static class ProductVersion
{
    /// <summary>As packaged, without the commit that the build appends.</summary>
    public static string Text { get; } =
        Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}
