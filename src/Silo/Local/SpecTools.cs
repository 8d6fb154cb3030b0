using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Silo.Local;

/// <summary>Sweep files as the grains read them, for callers outside a silo.</summary>
internal static class SpecTools
{
    public static SpecCheck Check(SweepSource source) => throw new NotSupportedException("Sweep files are not read in this build.");

    public static string Schema() => throw new NotSupportedException("Sweep files are not read in this build.");

    public static Catalogue Catalogue { get; } = new([], [], [], [], []);
}
