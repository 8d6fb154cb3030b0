using Orchestrator.Silo.Security;

namespace Orchestrator.Silo;

/// <summary>With what a silo process ends that could not go on.</summary>
internal static class SiloExitCode
{
    /// <summary>Null: nobody expected it.</summary>
    public static int? Of(Exception error) => error switch
    {
        FormatException or ArgumentException or DataDirectoryInUseException or LedgerTooNewException or WrongVariableException or SecuritySettingsException or PortTakenException => 2,
        DatabaseUnreachableException => 3,
        LedgerDamagedException or IOException or UnauthorizedAccessException => 1,
        _ => null,
    };
}
