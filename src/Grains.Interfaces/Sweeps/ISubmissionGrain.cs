using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Interfaces.Sweeps;

/// <summary>Takes sweep files (stateless; any key).</summary>
[Alias("submission")]
public interface ISubmissionGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Checks the file and starts the sweep. The same experiment (same fingerprint) submitted again answers the existing sweep,
    /// unless <paramref name="again"/> asks for a new one.
    /// </summary>
    [Alias("submit")] Task<SubmitResult> Submit(SweepSource source, Repeat again);

    /// <summary>Only checks the file; nothing is stored.</summary>
    [Alias("check")] Task<SpecCheck> Check(SweepSource source);
}

public enum Repeat { ReuseExisting = 1, StartAnew = 2 }

[GenerateSerializer, Immutable, Alias("submit-result")]
public abstract record SubmitResult
{
    private SubmitResult() { }

    /// <summary>Accepted and durable.</summary>
    [GenerateSerializer, Immutable, Alias("submit-result.accepted")]
    public sealed record Accepted(string SweepId, ImmutableArray<string> Remarks) : SubmitResult;

    /// <summary>This experiment exists already; it goes on if it was not finished.</summary>
    [GenerateSerializer, Immutable, Alias("submit-result.existing")]
    public sealed record Existing(string SweepId, SweepStatus Status, DateTimeOffset SubmittedAt) : SubmitResult;

    /// <summary>Nothing was stored.</summary>
    [GenerateSerializer, Immutable, Alias("submit-result.rejected")]
    public sealed record Rejected(ImmutableArray<SpecError> Errors) : SubmitResult;
}
