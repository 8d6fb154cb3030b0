using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Dashboard.Api;

/// <summary>Why a request was not carried out.</summary>
internal sealed record Problem(string Error)
{
    public static NotFound<Problem> NoSweep(string id) => TypedResults.NotFound(new Problem($"There is no sweep '{id}' in this ledger; GET /api/sweeps lists what there is."));

    public static NotFound<Problem> NoRun(string run) => TypedResults.NotFound(new Problem($"There is no run '{run}' in this ledger; GET /api/sweeps/ID/trials and …/trials/N/runs list what there is."));
}

internal static class Known
{
    /// <summary>Null if there is no such sweep; asks the ledger first, so that a wrong id wakes no actor.</summary>
    public static async Task<SweepSnapshot?> SnapshotAsync(IGrainFactory grains, string id) =>
        await grains.GetGrain<IQueryGrain>(0).Sweep(id) is null ? null : await grains.GetGrain<ISweepGrain>(id).Snapshot();
}
