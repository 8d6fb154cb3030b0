namespace Orchestrator.Silo.Security;

/// <summary>A silo or client is set up in a way that would let strangers in, or its token or certificates cannot be used.</summary>
public sealed class SecuritySettingsException : Exception
{
    internal SecuritySettingsException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
