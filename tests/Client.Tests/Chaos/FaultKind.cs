namespace Orchestrator.Client.Tests.Chaos;

/// <summary>What can go wrong; docs/faults.md has a row for each.</summary>
internal enum FaultKind
{
    KillSilo = 1,
    TerminateSilo = 2,

    /// <summary>Shorter than what anybody takes note of.</summary>
    PauseSilo = 3,

    /// <summary>So long that the others vote it out.</summary>
    HangSilo = 4,
    KillAllSilos = 5,
    KillDatabase = 6,
    HangDatabase = 7,
    LockTable = 8,
    CutConnections = 9,
    LockLedger = 10,
    FillDisk = 11,
    KillDevice = 12,
    AbortDevice = 13,

    /// <summary>It is given no page of memory more.</summary>
    StarveDevice = 14,
    PauseDevice = 15,

    /// <summary>It is never continued.</summary>
    HangDevice = 16,
}
