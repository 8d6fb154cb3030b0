using System.Net;

namespace Orchestrator.Silo;

/// <summary>A silo cannot listen where it is told to. Nothing has been started.</summary>
public sealed class PortTakenException : Exception
{
    internal PortTakenException(string setting, IPEndPoint endpoint, string reason)
        : base($"{setting} = '{endpoint.Port}': {reason} ({endpoint}); end the process that has it, or name another port.") => Reason = reason;

    /// <summary>Why, without place and advice.</summary>
    public string Reason { get; }
}
