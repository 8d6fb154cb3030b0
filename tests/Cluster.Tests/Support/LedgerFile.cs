namespace Orchestrator.Cluster.Tests.Support;

/// <summary>A place for a ledger that goes with the test.</summary>
internal sealed class LedgerFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orchestrator-test-");

    public string Path => System.IO.Path.Combine(_folder.FullName, "ledger.sqlite");

    public void Dispose() => _folder.Delete(recursive: true);
}
