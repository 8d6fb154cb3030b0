using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Output;
using Orchestrator.Client.Results;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Silo;

namespace Orchestrator.Client.Commands;

/// <summary>Checks a sweep file before anything is started or stored.</summary>
internal static class SpecChecking
{
    /// <summary>True without mistakes; else they are all printed. A cluster checks by itself: the data may lie on its machines only.</summary>
    public static bool IsSound(ConsoleStreams streams, Target target, SweepSource source)
    {
        if (target.Cluster is not null) return true;
        var errors = LocalTools.Check(source).Errors;
        Print(streams, source, errors);
        return errors.IsEmpty;
    }

    public static void Print(ConsoleStreams streams, SweepSource source, IReadOnlyCollection<SpecError> errors)
    {
        foreach (var error in errors)
            streams.Say(SpecErrorText.Of(source.FileName, error));
        if (errors.Count > 0)
            streams.Error($"{source.FileName}: {errors.Count} {(errors.Count == 1 ? "mistake" : "mistakes")}; nothing was started");
    }
}
