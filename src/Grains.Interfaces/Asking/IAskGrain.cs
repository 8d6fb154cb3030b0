using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Interfaces.Asking;

/// <summary>For programs of other people (stateless; key 0): they train what a sweep suggests, or suggest what it trains.</summary>
[Alias("ask")]
public interface IAskGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// A run of a sweep with <c>resources.device: external</c> for this asker to train: the one that it has and has not told about,
    /// else the first that waits. Durable when answered.
    /// </summary>
    /// <param name="asker">A name of the asker's own; whoever asks again under it gets the same run.</param>
    [Alias("for-run")] Task<AskAnswer> ForRun(string sweepId, string asker);

    /// <summary>
    /// The trial of a sweep with <c>search.kind: external</c> at this point, with its result as far as it is known. The first time it is
    /// asked for the point becomes a trial. Durable when answered.
    /// </summary>
    /// <param name="point">"key=value" for every key of the space that exists at the point.</param>
    [Alias("for-point")] Task<AskAnswer> ForPoint(string sweepId, ImmutableArray<string> point);

    /// <summary>The result of a run that was asked for, as metrics of sweep files. Durable when answered; told again, it changes nothing.</summary>
    [Alias("tell")] Task<TellAnswer> Tell(RunId run, ImmutableArray<MetricValue> values);

    /// <summary>The asker could not train the run.</summary>
    [Alias("tell-failure")] Task<TellAnswer> TellFailure(RunId run, string message);
}

/// <param name="Metric">As in sweep files, such as validation.loss.</param>
[GenerateSerializer, Immutable, Alias("metric-value")]
public sealed record MetricValue(string Metric, double Value);
