using System.Reflection;

namespace Orchestrator.OdeEngine.Tests.Native;

/// <summary>TorchSharp's Linux library as it was published, untouched by the build.</summary>
internal static class PublishedTorchSharp
{
    public static string Folder => Path.Combine(
        typeof(PublishedTorchSharp).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "TorchSharpPackage").Value!,
        "runtimes", "linux-x64", "native");

    public static byte[] Bytes => File.ReadAllBytes(Path.Combine(Folder, "libLibTorchSharp.so"));
}
