namespace Orchestrator.Grains.Interfaces.Reports;

/// <summary>One entry of a run's log: what happened that no other row holds, such as a damaged checkpoint or a message that came too late.</summary>
[GenerateSerializer, Immutable, Alias("log-line")]
public sealed record LogLine(DateTimeOffset At, string Text);
