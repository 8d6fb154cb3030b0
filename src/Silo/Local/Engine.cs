using System.Collections.Immutable;

namespace Orchestrator.Silo.Local;

/// <summary>The numerical engine on this machine.</summary>
internal static class Engine
{
    public static ImmutableArray<DoctorCheck> Checks() => [];
}
