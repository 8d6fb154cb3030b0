using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Grains.Actors;

/// <summary>
/// Stores an experiment (key: its fingerprint). One call after the other: clients that submit the same file at the same moment, through whichever
/// silos, get the same sweep.
/// </summary>
[Alias("enrolment")]
internal interface IEnrolmentGrain : IGrainWithStringKey
{
    [Alias("enrol")] Task<SubmitResult> Enrol(Enrolment wanted);
}

/// <summary>A sweep file that passed its checks.</summary>
/// <param name="Runs">Number of runs as the check counted them.</param>
[GenerateSerializer, Immutable, Alias("enrolment-wanted")]
internal sealed record Enrolment(SweepSpec Spec, string FileName, string Directory, string Runs, Repeat Again);
