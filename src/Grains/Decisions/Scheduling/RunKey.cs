namespace Orchestrator.Grains.Decisions.Scheduling;

/// <summary>A run within its sweep. Ordered by trial, then by replicate.</summary>
public readonly record struct RunKey(int Trial, int Replicate) : IComparable<RunKey>
{
    public int CompareTo(RunKey other) => Trial == other.Trial ? Replicate.CompareTo(other.Replicate) : Trial.CompareTo(other.Trial);

    public static bool operator <(RunKey left, RunKey right) => left.CompareTo(right) < 0;

    public static bool operator >(RunKey left, RunKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(RunKey left, RunKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(RunKey left, RunKey right) => left.CompareTo(right) >= 0;

    public override string ToString() => $"trial {Trial}, replicate {Replicate}";
}
