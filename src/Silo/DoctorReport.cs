using System.Collections.Immutable;

namespace Orchestrator.Silo;

/// <summary>What this machine can do, subject by subject.</summary>
public sealed record DoctorReport(ImmutableArray<DoctorCheck> Checks)
{
    public bool IsHealthy => Checks.All(check => check.State != CheckState.Problem);
}

/// <param name="Subject">One or two words: libtorch, ledger, memory …</param>
/// <param name="Found">What was seen.</param>
/// <param name="Advice">What to do about it; null when nothing need be done.</param>
public sealed record DoctorCheck(string Subject, CheckState State, string Found, string? Advice);

public enum CheckState { Good = 1, Warning = 2, Problem = 3 }
