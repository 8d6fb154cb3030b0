using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Interfaces.Workers;
using Orleans.Concurrency;

namespace Orchestrator.Grains.Actors;

[StatelessWorker, GrainType("submission")]
internal sealed class SubmissionGrain(IExperimentRules rules, WorkerOptions options) : Grain, ISubmissionGrain
{
    private static readonly TimeSpan PoolAnswersWithin = TimeSpan.FromSeconds(1);

    public async Task<SubmitResult> Submit(SweepSource source, Repeat again)
    {
        // Parsing reads data files: it must not hold a scheduler turn.
        var check = await Task.Run(() => rules.Check(source));
        if (check.Spec is not { } spec) return new SubmitResult.Rejected(check.Errors);
        var result = await GrainFactory.GetGrain<IEnrolmentGrain>(spec.Fingerprint).Enrol(new Enrolment(spec, source.FileName, source.Directory, check.Runs, again));
        return result is SubmitResult.Accepted accepted ? accepted with { Remarks = [.. check.Remarks, .. await WaitsAsync(spec.Resources)] } : result;
    }

    /// <summary>A cluster takes what it cannot serve yet: a worker may join. The sweep is stored, so whatever keeps the pool from answering keeps only this remark back.</summary>
    private async Task<ImmutableArray<string>> WaitsAsync(ResourceNeed need)
    {
        if (options.IsAlone || need.IsExternal) return [];
        ImmutableArray<DeviceRow> devices;
        try
        {
            devices = await GrainFactory.GetGrain<IPoolGrain>("main").Devices().WaitAsync(PoolAnswersWithin);
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            return [];
        }
        return devices.Any(device => need.Accepts(device.Name)) ? []
            : devices.IsEmpty ? ["no worker has joined yet: the runs wait for one."]
            : [$"resources.device = {need.Device}: the workers offer {string.Join(", ", devices.Select(device => device.Name).Distinct())} only; the runs wait for one that offers it."];
    }

    public Task<SpecCheck> Check(SweepSource source) => Task.Run(() => rules.Check(source));
}
