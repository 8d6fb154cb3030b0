namespace Orchestrator;

/// <summary>How long a test waits for what must happen: long enough for a busy machine, since no test is about speed.</summary>
internal static class Patience
{
    public static TimeSpan Limit { get; } = TimeSpan.FromMinutes(2);
}
