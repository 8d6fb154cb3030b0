namespace Orchestrator.Grains.Interfaces.Reports;

/// <summary>Something in the ledger that must never be.</summary>
/// <param name="Rule">Stable name of the rule that is broken; docs/faults.md lists them.</param>
/// <param name="Where">A sweep, run or lease.</param>
/// <param name="What">For people: what was found, and what it should be.</param>
[GenerateSerializer, Immutable, Alias("audit-finding")]
public sealed record AuditFinding(string Rule, string Where, string What);
