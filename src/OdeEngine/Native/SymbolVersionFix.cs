namespace Orchestrator.OdeEngine.Native;

/// <summary>
/// Whether TorchSharp's library was relaxed at build time: as published it asks for the symbol version GLIBCXX_3.4.32
/// (GCC 13) without using it, and so does not load on Debian 12, Ubuntu 22.04 and RHEL 9.
/// </summary>
public enum SymbolVersionFix
{
    /// <summary>There was no library to look at, or it could not be read.</summary>
    Unknown = 1,

    /// <summary>The library does not ask for the version: another platform, or a TorchSharp built differently.</summary>
    NotNeeded = 2,

    /// <summary>The requirement is marked weak: the library loads on older distributions too.</summary>
    Applied = 3,

    /// <summary>The library is as published and loads only where GCC 13's C++ library or a newer one is installed.</summary>
    Missing = 4,
}
