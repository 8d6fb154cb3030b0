using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Grains.Specs;

/// <summary>What makes two sweeps the same experiment: the resolved spec and the content of its data.</summary>
internal static class Fingerprint
{
    /// <param name="contentHash">SHA-256 of the data file, or empty.</param>
    public static string Of(string resolvedYaml, string contentHash)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{resolvedYaml}\n{contentHash}")));
}
