namespace Orchestrator.ProgramBench.Processes;

/// <summary>A folder that goes when it is disposed.</summary>
internal sealed class Folder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("orchestrator-bench-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
