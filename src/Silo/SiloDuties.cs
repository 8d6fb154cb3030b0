namespace Orchestrator.Silo;

/// <summary>What an embedded silo is there for.</summary>
public enum SiloDuties
{
    /// <summary>Answers questions from the ledger. Takes no lock, writes nothing, runs nothing; works beside any other process. A directory that does not exist reads as empty and stays absent.</summary>
    Queries = 1,

    /// <summary>Owns the directory and changes what is stored (cancel, retry …), but runs no training and wakes no sweep.</summary>
    Commands = 2,

    /// <summary>Owns the directory, runs training and wakes unfinished sweeps.</summary>
    Everything = 3,
}
