namespace Orchestrator.Grains.Interfaces.Reports;

/// <summary>The ledger answers with a row that cannot be what this program wrote. The same question gets the same answer, so it is not asked again.</summary>
[GenerateSerializer, Alias("damaged-row")]
public sealed class DamagedRowException : Exception
{
    public DamagedRowException() { }

    public DamagedRowException(string message) : base(message) { }

    public DamagedRowException(string message, Exception inner) : base(message, inner) { }
}
