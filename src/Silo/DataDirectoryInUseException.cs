namespace Orchestrator.Silo;

/// <summary>Another process owns the data directory.</summary>
public sealed class DataDirectoryInUseException : IOException
{
    internal DataDirectoryInUseException(string directory, int? processId)
        : base($"The data directory '{directory}' is in use by {(processId is { } pid ? $"process {pid}" : "another process")}; one process owns it at a time. Stop that process, or name another directory (--data DIR or ORCHESTRATOR_DATA).")
    {
        DataDirectory = directory;
        ProcessId = processId;
    }

    public string DataDirectory { get; }

    /// <summary>Null when the owner has not said who it is.</summary>
    public int? ProcessId { get; }
}
