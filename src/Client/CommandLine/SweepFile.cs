using System.Text;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Client.CommandLine;

/// <summary>Reads a sweep file from disk with the overrides typed behind it.</summary>
internal static class SweepFile
{
    /// <summary>More than the longest sweep file takes in UTF-8; the check of its text is stricter.</summary>
    private const int MostBytes = 4 << 20;

    /// <exception cref="UsageException">There is no such text file, or an override is not path=value.</exception>
    public static SweepSource Read(string file, IReadOnlyList<string> overrides)
    {
        foreach (var given in overrides)
        {
            if (given.IndexOf('=') <= 0)
                throw new UsageException($"{given}: an override must be path=value, and only one sweep file is taken at a time; for example solver.rtol=1e-3,1e-5");
        }
        var path = Path.GetFullPath(file);
        if (Directory.Exists(path))
            throw new UsageException($"{file}: is a folder; name the sweep file in it{Suggestion(path, "")}");
        if (!File.Exists(path))
            throw new UsageException($"{file}: there is no such file{Suggestion(Path.GetDirectoryName(path)!, Path.GetFileName(path))}");
        return new SweepSource(Text(file, path), file, Path.GetDirectoryName(path)!, [.. overrides]);
    }

    private static string Text(string file, string path)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Bytes(file, path)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            throw new UsageException($"{file}: is not UTF-8 text; save it as UTF-8");
        }
        catch (UnauthorizedAccessException)
        {
            throw new UsageException($"{file}: may not be read by this user; change its permissions");
        }
    }

    /// <summary>Pipes and devices have no length, and some never end.</summary>
    private static byte[] Bytes(string file, string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var content = new byte[MostBytes + 1];
        var length = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return length <= MostBytes ? content[..length] : throw new UsageException($"{file}: has more than {MostBytes >> 20} MiB, and a sweep file at most 1; keep data in files of its own and name them in workload.data");
    }

    private static string Suggestion(string directory, string name)
    {
        if (!Directory.Exists(directory))
            return "; nor is there its folder";
        var files = Directory.EnumerateFiles(directory).Where(found => Path.GetExtension(found) is ".yaml" or ".yml").Select(found => Path.GetFileName(found)!).Order(StringComparer.Ordinal).ToList();
        if (name.Length > 0 && Nearest.To(name, files) is { } meant)
            return $"; did you mean {meant}?";
        return files.Count > 0 ? $"; there are {string.Join(", ", files.Take(5))}" : "";
    }
}
