namespace Orchestrator.Silo.Storage.PostgreSql;

/// <summary>A row of the membership table, joined with the table's version. Without a silo it says only the version.</summary>
internal sealed class StoredSilo
{
    private const char BetweenVotes = '|';
    private const char BeforeTime = ' ';

    public long TableVersion { get; init; }
    public string? Silo { get; init; }
    public long Version { get; init; }
    public long Status { get; init; }
    public string Name { get; init; } = "";
    public string Host { get; init; } = "";
    public long GatewayPort { get; init; }
    public string Suspects { get; init; } = "";
    public string StartedAt { get; init; } = "";
    public string AliveAt { get; init; } = "";

    public MembershipEntry ToEntry() => new()
    {
        SiloAddress = SiloAddress.FromParsableString(Silo!),
        Status = (SiloStatus)Status,
        SiloName = Name,
        HostName = Host,
        ProxyPort = (int)GatewayPort,
        SuspectTimes = [.. Suspects.Split(BetweenVotes, StringSplitOptions.RemoveEmptyEntries).Select(Vote)],
        StartTime = Time(StartedAt),
        IAmAliveTime = Time(AliveAt),
    };

    /// <summary>Membership keeps its times in UTC.</summary>
    public static string Text(DateTime time) => Columns.Time(new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)));

    /// <summary>Who suspects the silo, and since when.</summary>
    public static string Text(List<Tuple<SiloAddress, DateTime>>? votes) =>
        votes is null ? "" : string.Join(BetweenVotes, votes.Select(vote => $"{vote.Item1.ToParsableString()}{BeforeTime}{Text(vote.Item2)}"));

    private static Tuple<SiloAddress, DateTime> Vote(string text)
    {
        var middle = text.IndexOf(BeforeTime, StringComparison.Ordinal);
        return Tuple.Create(SiloAddress.FromParsableString(text[..middle]), Time(text[(middle + 1)..]));
    }

    private static DateTime Time(string text) => Columns.ReadTime(text).UtcDateTime;
}
