using System.Globalization;

namespace Orchestrator.Client.CommandLine;

/// <summary>SWEEP or SWEEP/TRIAL as typed.</summary>
/// <param name="Trial">Null: the whole sweep.</param>
internal sealed record ArmReference(string Sweep, int? Trial)
{
    /// <summary>The part after the last slash is a trial where it is a whole number; names of sweeps can hold slashes too.</summary>
    public static ArmReference Parse(string given)
    {
        var slash = given.LastIndexOf('/');
        return slash > 0 && int.TryParse(given.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var trial)
            ? new(given[..slash], trial)
            : new(given, null);
    }
}
