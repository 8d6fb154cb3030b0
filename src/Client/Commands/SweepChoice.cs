using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Connection;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Client.Commands;

/// <summary>Finds the sweep a person means: by id, by the beginning of its id or name, or the newest.</summary>
internal static class SweepChoice
{
    private const int CandidatesShown = 5;

    /// <exception cref="UsageException">There is none, or more than one.</exception>
    public static async Task<SweepRow> FindAsync(IOrchestrator orchestrator, Target target, string? given)
    {
        var id = given is null ? await NewestAsync(orchestrator, target) : await OnlyAsync(orchestrator, target, given);
        return await orchestrator.SweepAsync(id) ?? throw new InvalidOperationException($"The ledger lists the sweep {id} but does not hold it.");
    }

    private static async Task<string> NewestAsync(IOrchestrator orchestrator, Target target) =>
        (await orchestrator.SweepsAsync()).FirstOrDefault()?.Id ?? throw NoneAtAll(target);

    private static async Task<string> OnlyAsync(IOrchestrator orchestrator, Target target, string given)
    {
        var found = await orchestrator.FindAsync(given);
        if (found.Length == 1)
            return found[0];
        if (found.Length > 1)
            throw new UsageException($"{given}: {found.Length} sweeps begin with this; give more of the id: {string.Join(", ", found.Take(CandidatesShown))}{(found.Length > CandidatesShown ? ", ..." : "")}");
        var all = await orchestrator.SweepsAsync();
        if (all.IsEmpty)
            throw NoneAtAll(target);
        var meant = Nearest.To(given, all.Select(sweep => sweep.Id).Concat(all.Select(sweep => sweep.Name)));
        throw new UsageException($"{given}: no sweep has an id or name that begins so; {(meant is null ? "" : $"did you mean {meant}? ")}'{target.Command("list")}' shows them");
    }

    private static UsageException NoneAtAll(Target target) =>
        new($"{(target.Cluster is null ? target.DataDirectory : target.Cluster.ToString())}: there are no sweeps here; start one with 'orchestrator run FILE', or name another data directory (--data DIR)");
}
