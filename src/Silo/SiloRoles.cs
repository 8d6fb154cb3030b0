namespace Orchestrator.Silo;

/// <summary>What a silo of a cluster does beside keeping grains, which every silo does.</summary>
[Flags]
public enum SiloRoles
{
    None = 0,

    /// <summary>Takes clients at its gateway, serves the web pages and wakes unfinished sweeps.</summary>
    Control = 1,

    /// <summary>Offers its devices and trains.</summary>
    Worker = 2,
}
