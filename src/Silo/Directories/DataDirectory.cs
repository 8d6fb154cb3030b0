namespace Orchestrator.Silo.Directories;

/// <summary>The folder of an installation: <c>ledger.db</c>, <c>lock</c>, <c>owner.json</c>, <c>endpoint.json</c>, <c>logs/</c>. Naming a path creates nothing.</summary>
internal sealed record DataDirectory
{
    public DataDirectory(string path) => Path = System.IO.Path.GetFullPath(path);

    public string Path { get; }
    public string LedgerFile => Under("ledger.db");
    public string LockFile => Under("lock");
    public string OwnerFile => Under("owner.json");
    public string EndpointFile => Under("endpoint.json");
    public string LogFile => System.IO.Path.Combine(Path, "logs", "silo.log");

    public bool HasLedger => File.Exists(LedgerFile);

    public void Create()
    {
        if (File.Exists(Path))
            throw new IOException($"The data directory '{Path}' is a file; name a folder (--data DIR or ORCHESTRATOR_DATA).");
        Directory.CreateDirectory(Path);
    }

    private string Under(string name) => System.IO.Path.Combine(Path, name);
}
