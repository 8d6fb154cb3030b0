using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Decisions.Specs.Reading;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Workers;

namespace Orchestrator.Grains.Specs;

/// <summary>The kinds of devices that a sweep may ask for. Where one machine is all there is, runs that want what it lacks would wait for good.</summary>
/// <param name="offered">Null: devices can join later, so a sweep may ask for any. Asked only by sweeps that want a certain kind.</param>
internal sealed class DeviceKinds(Func<ImmutableArray<DeviceOffer>>? offered)
{
    public static DeviceKinds Any { get; } = new(null);

    public void Check(SpecDraft draft, SpecErrors errors)
    {
        var need = draft.Spec.Resources;
        if (offered is null || need.IsExternal || need.Device == ResourceNeed.AnyDevice) return;
        var devices = offered();
        if (devices.Any(device => need.Accepts(device.Name))) return;
        errors.Add(draft.PlaceOf(SweepKeys.Device), SweepKeys.Device, need.Device, $"this machine offers {string.Join(", ", devices.Select(device => device.Name))} only",
            "leave the key out for whatever there is; 'orchestrator doctor' says what is missing, and docs/deploy.md how to build with CUDA");
    }
}
