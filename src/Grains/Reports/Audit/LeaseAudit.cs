using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Runs;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Grains.Reports.Audit;

/// <summary>An attempt and whether its sweep asked for the whole device.</summary>
internal sealed record LeaseUse(AttemptRow Attempt, bool IsExclusive);

/// <summary>
/// Whether the leases of an installation, all its sweeps together, exclude each other. An attempt is stored as begun after its lease was granted
/// and as ended before it is given back, so stored times can not overlap where leases did not, clocks of one machine provided. Not so where the
/// lease was lost: the pool takes it back first and the attempt is told afterwards, so the stored end says nothing. What a worker refused held nothing.
/// </summary>
internal static class LeaseAudit
{
    public static ImmutableArray<AuditFinding> Of(IEnumerable<LeaseUse> uses)
    {
        var all = uses.ToArray();
        return
        [
            .. all.GroupBy(use => use.Attempt.Epoch).Where(group => group.Count() > 1).Select(group => new AuditFinding(
                AuditRule.LeasesHeldOnce, $"lease {group.Key}", $"was given to {string.Join(" and to ", group.Select(use => $"{use.Attempt.Run} (attempt {use.Attempt.Attempt})"))}")),
            .. all.GroupBy(use => (use.Attempt.Worker, use.Attempt.Device)).SelectMany(Overlaps),
        ];
    }

    private static IEnumerable<AuditFinding> Overlaps(IEnumerable<LeaseUse> onDevice)
    {
        var running = new List<LeaseUse>();
        foreach (var next in onDevice.Where(use => use.Attempt.End != RunRows.Refused).OrderBy(use => use.Attempt.StartedAt))
        {
            running.RemoveAll(use => use.Attempt.EndedAt <= next.Attempt.StartedAt || use.Attempt.End == "lost");
            foreach (var other in running.Where(use => use.IsExclusive || next.IsExclusive))
                yield return new AuditFinding(
                    AuditRule.LeasesHeldOnce, $"{next.Attempt.Device} of {next.Attempt.Worker}",
                    $"lease {next.Attempt.Epoch} of {next.Attempt.Run} began while lease {other.Attempt.Epoch} of {other.Attempt.Run} held it, one of them exclusively");
            running.Add(next);
        }
    }
}
