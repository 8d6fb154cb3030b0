using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Actors;

/// <summary>All that actors need to know of what a sweep file means. Pure, apart from reading data files in <see cref="Check"/>.</summary>
internal interface IExperimentRules
{
    SpecCheck Check(SweepSource source);

    /// <summary>The sampler's answer for this trial.</summary>
    Suggestion Suggest(SweepSpec spec, SearchHistory history, long trialNumber);

    /// <summary>The sweep's base settings with a trial's values in their places.</summary>
    RunSettings Settings(SweepSpec spec, ImmutableArray<AssignedValue> assignment);

    /// <summary>A point of the space from "key=value" texts; it keeps the constraints.</summary>
    PointReading Point(SweepSpec spec, ImmutableArray<string> pairs);

    /// <summary>A metric by its name in sweep files; null when this observation has none.</summary>
    double? Measure(string metric, Observation observation);
}

/// <param name="Assignment">Empty where there are errors.</param>
internal sealed record PointReading(ImmutableArray<AssignedValue> Assignment, ImmutableArray<SpecError> Errors);
