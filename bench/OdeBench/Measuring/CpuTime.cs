namespace Orchestrator.OdeBench.Measuring;

/// <summary>CPU seconds of this process: they leave out waiting for a busy machine, and count what every thread of it does.</summary>
internal static class CpuTime
{
    public static double Seconds => Environment.CpuUsage.TotalTime.TotalSeconds;
}

/// <summary>Seconds on the wall and on the CPU of one call, each as the mean over a loop long enough to be measured.</summary>
internal readonly record struct Cost(double Wall, double Cpu)
{
    public static Cost operator +(Cost a, Cost b) => new(a.Wall + b.Wall, a.Cpu + b.Cpu);
}
