using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Silo.Security;

/// <summary>What a certificate is for: clients may call silos, nodes may also be one.</summary>
public enum CertificateUse { Client = 1, Node = 2 }

/// <summary>
/// Who this process is among silos and clients, and whom it believes: a folder of PEM files with the names that Kubernetes' TLS secrets
/// have. Only certificates directly below an authority of <c>ca.crt</c> count; the machine's own authorities mean nothing here.
/// </summary>
public sealed class NodeCertificates
{
    public const string AuthorityFile = "ca.crt";
    public const string CertificateFile = "tls.crt";
    public const string KeyFile = "tls.key";

    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly X509Certificate2Collection _authorities;

    private NodeCertificates(X509Certificate2 own, X509Certificate2Collection authorities) => (Own, _authorities) = (own, authorities);

    /// <summary>With its private key.</summary>
    internal X509Certificate2 Own { get; }

    /// <exception cref="SecuritySettingsException">A file is missing or unreadable, or the certificate is not valid for this use.</exception>
    public static NodeCertificates Load(string folder, CertificateUse use)
    {
        var loaded = new NodeCertificates(Pair(folder), ReadFrom(folder, AuthorityFile, Authorities));
        if (loaded.Fault(loaded.Own, use) is { } fault)
            throw Unusable(folder, $"{CertificateFile} is not accepted: {fault}", "renew it with 'orchestrator certificates', or check its dates and that ca.crt signed it");
        return loaded;
    }

    /// <summary>A certificate with its key, without regard to who signed it: for pages that any browser believes.</summary>
    /// <exception cref="SecuritySettingsException">A file is missing or unreadable.</exception>
    internal static X509Certificate2 Pair(string folder) =>
        ReadFrom(folder, $"{CertificateFile} and {KeyFile}", _ => X509Certificate2.CreateFromPemFile(Path.Combine(folder, CertificateFile), Path.Combine(folder, KeyFile)));

    internal bool Accepts(X509Certificate2 certificate, CertificateUse use) => Fault(certificate, use) is null;

    /// <summary>Null: one of ours, valid now, and made for this use.</summary>
    private string? Fault(X509Certificate2 certificate, CertificateUse use)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        if (use == CertificateUse.Node) chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        return chain.Build(certificate) ? null : string.Join("; ", chain.ChainStatus.Select(status => status.StatusInformation.Trim().TrimEnd('.')).Distinct());
    }

    private static X509Certificate2Collection Authorities(string file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities.Count > 0 ? authorities : throw new CryptographicException("it holds no certificate");
    }

    private static T ReadFrom<T>(string folder, string name, Func<string, T> read)
    {
        try
        {
            return read(Path.Combine(folder, name));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Unusable(folder, $"{name}: {error.Message.TrimEnd('.')}", $"the folder needs {AuthorityFile}, {CertificateFile} and {KeyFile} (PEM); 'orchestrator certificates' makes them", error);
        }
    }

    private static SecuritySettingsException Unusable(string folder, string rule, string fix, Exception? cause = null) => new($"Certificates = '{folder}': {rule}; {fix}.", cause);
}
