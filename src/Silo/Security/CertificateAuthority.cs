using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Silo.Security;

/// <summary>An authority of one's own in a folder, and certificates below it: <c>ca.crt</c> for everybody, <c>ca.key</c> for nobody but its owner.</summary>
public sealed class CertificateAuthority : IDisposable
{
    private const string AuthorityKeyFile = "ca.key";

    /// <summary>Backwards too, for machines whose clocks are behind.</summary>
    private static readonly TimeSpan ClockDifference = TimeSpan.FromHours(1);

    private static readonly TimeSpan AuthorityLife = TimeSpan.FromDays(3650);
    private static readonly TimeSpan CertificateLife = TimeSpan.FromDays(825);

    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");

    private readonly string _folder;
    private readonly X509Certificate2 _own;
    private readonly TimeProvider _time;

    private CertificateAuthority(string folder, X509Certificate2 own, TimeProvider time) => (_folder, _own, _time) = (folder, own, time);

    /// <summary>The authority of the folder; made at the first time.</summary>
    /// <exception cref="SecuritySettingsException">Its files cannot be read.</exception>
    public static CertificateAuthority In(string folder, TimeProvider time)
    {
        var (certificate, key) = (Path.Combine(folder, NodeCertificates.AuthorityFile), Path.Combine(folder, AuthorityKeyFile));
        if (!File.Exists(certificate) && !File.Exists(key)) Make(folder, time);
        try
        {
            return new CertificateAuthority(folder, X509Certificate2.CreateFromPemFile(certificate, key), time);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SecuritySettingsException($"The authority in '{folder}' cannot be used: {error.Message.TrimEnd('.')}; it needs {NodeCertificates.AuthorityFile} and {AuthorityKeyFile}, or an empty folder to make them in.", error);
        }
    }

    /// <summary>A folder of this name with ca.crt, tls.crt and tls.key, as <see cref="NodeCertificates.Load"/> reads it.</summary>
    /// <param name="name">Host name or IP address by which browsers reach a node; any word for a client.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="SecuritySettingsException">There is such a folder already.</exception>
    public string Issue(string name, CertificateUse use)
    {
        var folder = Path.Combine(_folder, name.Replace(':', '_'));
        if (Directory.Exists(folder)) throw new SecuritySettingsException($"'{folder}' is there already; remove it to make a new certificate for {name}.");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request(name, use, key);
        var now = _time.GetUtcNow();
        var until = now + CertificateLife;
        using var issued = request.Create(_own, now - ClockDifference, until < _own.NotAfter ? until : _own.NotAfter, RandomNumberGenerator.GetBytes(16));
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, NodeCertificates.AuthorityFile), _own.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, NodeCertificates.CertificateFile), issued.ExportCertificatePem());
        WriteSecret(Path.Combine(folder, NodeCertificates.KeyFile), key.ExportPkcs8PrivateKeyPem());
        return folder;
    }

    public void Dispose() => _own.Dispose();

    private static void Make(string folder, TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=orchestrator authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using var own = request.CreateSelfSigned(time.GetUtcNow() - ClockDifference, time.GetUtcNow() + AuthorityLife);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, NodeCertificates.AuthorityFile), own.ExportCertificatePem());
        WriteSecret(Path.Combine(folder, AuthorityKeyFile), key.ExportPkcs8PrivateKeyPem());
    }

    private CertificateRequest Request(string name, CertificateUse use, ECDsa key)
    {
        var request = new CertificateRequest(new X500DistinguishedName($"CN=\"{name.Replace("\"", "", StringComparison.Ordinal)}\""), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(use == CertificateUse.Node ? [ClientAuthentication, ServerAuthentication] : [ClientAuthentication], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_own, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        if (use == CertificateUse.Node) request.CertificateExtensions.Add(Names(name));
        return request;
    }

    /// <summary>Also those by which the machine calls itself.</summary>
    private static X509Extension Names(string name)
    {
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address)) names.AddIpAddress(address);
        else names.AddDnsName(name);
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        return names.Build();
    }

    private static void WriteSecret(string file, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(file, options);
        using var writer = new StreamWriter(stream);
        writer.Write(text);
    }
}
