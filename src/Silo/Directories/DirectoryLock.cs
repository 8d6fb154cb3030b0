using System.Diagnostics;
using System.Text.Json;

namespace Orchestrator.Silo.Directories;

/// <summary>
/// Ownership of a data directory: an exclusive lock on <c>lock</c> that the operating system drops with the process, however that ends.
/// The owner's process id stands in <c>owner.json</c>, since a locked file cannot be read by others.
/// </summary>
internal sealed class DirectoryLock : IDisposable
{
    /// <summary>Longer than <see cref="IsHeld"/> of another process can hold the file.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);

    private readonly FileStream _file;
    private readonly DataDirectory _directory;

    private DirectoryLock(FileStream file, DataDirectory directory) => (_file, _directory) = (file, directory);

    /// <exception cref="DataDirectoryInUseException">Another process owns the directory.</exception>
    public static DirectoryLock Take(DataDirectory directory)
    {
        directory.Create();
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            if (TryOpen(directory) is { } file)
            {
                File.WriteAllText(directory.OwnerFile, JsonSerializer.Serialize(new Owner(Environment.ProcessId), JsonSerializerOptions.Web));
                return new DirectoryLock(file, directory);
            }

            if (Stopwatch.GetElapsedTime(since) > Patience) throw new DataDirectoryInUseException(directory.Path, OwnerOf(directory));
            Thread.Sleep(20);
        }
    }

    /// <summary>True if some process, this one included, owns the directory now.</summary>
    public static bool IsHeld(DataDirectory directory)
    {
        if (!File.Exists(directory.LockFile)) return false;
        using var file = TryOpen(directory);
        return file is null;
    }

    public void Dispose()
    {
        File.Delete(_directory.OwnerFile);
        _file.Dispose();
    }

    private static FileStream? TryOpen(DataDirectory directory)
    {
        try
        {
            return new FileStream(directory.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (IOException error) when (error is not (DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }
    }

    private static int? OwnerOf(DataDirectory directory)
    {
        try
        {
            return JsonSerializer.Deserialize<Owner>(File.ReadAllText(directory.OwnerFile), JsonSerializerOptions.Web)?.ProcessId;
        }
        catch (Exception error) when (error is IOException or JsonException)
        {
            return null;
        }
    }

    private sealed record Owner(int ProcessId);
}
