using System.Net;

namespace Orchestrator.Silo.Security;

/// <summary>Nothing listens where other machines reach it without a check of who connects.</summary>
internal static class AddressRules
{
    /// <exception cref="SecuritySettingsException">A token is missing.</exception>
    public static void Check(WebAccess web)
    {
        if (IPAddress.IsLoopback(web.Address) || web.Token is not null) return;
        throw new SecuritySettingsException($"HttpAddress = '{web.Address}': other machines reach it, so a token is needed; write one into a file (openssl rand -hex 32) and name it in TokenFile (or ORCHESTRATOR_TOKENFILE), or set ORCHESTRATOR_TOKEN.");
    }

    /// <exception cref="SecuritySettingsException">Certificates are missing.</exception>
    public static void Check(PeerAccess peers)
    {
        if (peers.Address.Equals(IPAddress.Any) || peers.Address.Equals(IPAddress.IPv6Any))
            throw new SecuritySettingsException($"Address = '{peers.Address}': other silos are told this address, so it must be one of this machine, not all of them; use the address by which they reach it.");
        if (IPAddress.IsLoopback(peers.Address) || peers.Certificates is not null) return;
        throw new SecuritySettingsException($"Address = '{peers.Address}': other machines reach it, so silos and clients must show certificates; name a folder of them in Certificates ('orchestrator certificates' makes one), or leave Address out.");
    }
}
