using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Silo.Security;

/// <summary>The secret that opens the web side to whoever shows it. It is never printed, logged or stored.</summary>
public sealed class AccessToken
{
    /// <summary>Of random letters and digits; too many to try them all.</summary>
    public const int ShortestLength = 24;

    /// <summary>How long a browser stays logged in.</summary>
    internal static readonly TimeSpan SessionLength = TimeSpan.FromHours(12);

    private readonly byte[] _token;

    private AccessToken(byte[] token) => _token = token;

    /// <param name="source">Where it comes from, for messages.</param>
    /// <exception cref="SecuritySettingsException">It is too short, or no HTTP header can carry it.</exception>
    public static AccessToken Of(string text, string source)
    {
        var token = text.Trim();
        if (token.Length < ShortestLength || token.Any(letter => letter is <= ' ' or > '~'))
            throw new SecuritySettingsException($"The token of {source} has {token.Length} characters: it must have {ShortestLength} or more, all printable ASCII without blanks; make one with: openssl rand -hex 32");
        return new AccessToken(Encoding.ASCII.GetBytes(token));
    }

    /// <exception cref="SecuritySettingsException">The file cannot be read, or holds no token.</exception>
    public static AccessToken FromFile(string file)
    {
        try
        {
            return Of(File.ReadAllText(file), file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new SecuritySettingsException($"TokenFile = '{file}' cannot be read: {unreadable.Message.TrimEnd('.')}; name a file whose only content is the token.", unreadable);
        }
    }

    public override string ToString() => "(a token)";

    /// <summary>Takes the same time whatever is shown.</summary>
    internal bool Is(string shown) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(shown)), SHA256.HashData(_token));

    /// <summary>What a browser keeps instead of the token. Every silo with the same token takes it, after a restart too.</summary>
    internal string Session(DateTimeOffset now)
    {
        var until = (now + SessionLength).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{until}.{Seal(until)}";
    }

    internal bool HasSession(string shown, DateTimeOffset now)
    {
        var parts = shown.Split('.');
        return parts.Length == 2
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(parts[1]), Encoding.UTF8.GetBytes(Seal(parts[0])))
            && long.Parse(parts[0], CultureInfo.InvariantCulture) > now.ToUnixTimeSeconds();
    }

    private string Seal(string until) => Base64Url.EncodeToString(HMACSHA256.HashData(_token, Encoding.UTF8.GetBytes($"orchestrator session until {until}")));
}
