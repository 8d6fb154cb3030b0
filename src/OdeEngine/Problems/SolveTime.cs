namespace Orchestrator.OdeEngine.Problems;

/// <summary>The time of an evaluation, float64: one number for the whole batch, or one per sample when samples step on their own.</summary>
public readonly ref struct SolveTime
{
    private readonly double _shared;

    public SolveTime(double shared)
    {
        _shared = shared;
        PerSample = default;
    }

    public SolveTime(ReadOnlySpan<double> perSample)
    {
        _shared = perSample[0];
        PerSample = perSample;
    }

    public bool IsShared => PerSample.IsEmpty;
    public ReadOnlySpan<double> PerSample { get; }
    public double Of(int sample) => IsShared ? _shared : PerSample[sample];

    public static implicit operator SolveTime(double shared) => new(shared);
}
