using System.Diagnostics;

namespace Orchestrator.OdeEngine.Training;

internal enum TrainingPhase { Data, Forward, Backward, Optimizer, Overhead }

/// <summary>
/// Sorts wall time by phase. The first iterations of every attempt are warm-up: compilation and first touch of memory make them slow, so
/// their time is kept apart. A phase ends when the device has done its work, not when it has been told of it.
/// </summary>
internal sealed class PhaseClock
{
    private const int Phases = 5;
    private readonly ComputeDevice _device;
    private readonly long[] _ticks = new long[Phases];
    private readonly long[] _iteration = new long[Phases];
    private readonly long[] _untold = new long[Phases];
    private long _warmUp;
    private int _warmUpIterations;
    private long _last;

    public PhaseClock(PhaseTimes before, ComputeDevice device)
    {
        _device = device;
        TimeSpan[] phases = [before.Data, before.Forward, before.Backward, before.Optimizer, before.Overhead];
        for (var k = 0; k < Phases; k++)
            _ticks[k] = phases[k].Ticks;
        (_warmUp, _warmUpIterations) = (before.WarmUp.Ticks, before.WarmUpIterations);
        _last = Stopwatch.GetTimestamp();
    }

    public PhaseTimes Times => new(Span(0), Span(1), Span(2), Span(3), Span(4), TimeSpan.FromTicks(_warmUp), _warmUpIterations);

    /// <summary>Everything since the last call belonged to this phase.</summary>
    public void Was(TrainingPhase phase)
    {
        _device.Synchronize();
        var now = Stopwatch.GetTimestamp();
        _iteration[(int)phase] += Stopwatch.GetElapsedTime(_last, now).Ticks;
        _last = now;
    }

    /// <summary>Everything since the last call belonged to no phase.</summary>
    public void Skip() => _last = Stopwatch.GetTimestamp();

    /// <param name="isTold">What each phase of this iteration took goes into the histogram.</param>
    public void EndIteration(bool warmUp, bool isTold)
    {
        for (var k = 0; k < Phases; k++)
        {
            if (warmUp)
                _warmUp += _iteration[k];
            else
                _ticks[k] += _iteration[k];
            _untold[k] += _iteration[k];
            if (isTold && _iteration[k] > 0)
                EngineTelemetry.IterationDuration.Record(TimeSpan.FromTicks(_iteration[k]).TotalSeconds, Tag(k));
        }
        _warmUpIterations += warmUp ? 1 : 0;
        Array.Clear(_iteration);
    }

    /// <summary>Counts the time of the iterations since the last call.</summary>
    public void Tell()
    {
        for (var k = 0; k < Phases; k++)
        {
            if (_untold[k] > 0)
                EngineTelemetry.PhaseTime.Add(TimeSpan.FromTicks(_untold[k]).TotalSeconds, Tag(k));
        }
        Array.Clear(_untold);
    }

    private static KeyValuePair<string, object?> Tag(int phase) => new(EngineTelemetry.PhaseKey, Name((TrainingPhase)phase));

    private TimeSpan Span(int phase) => TimeSpan.FromTicks(_ticks[phase]);

    private static string Name(TrainingPhase phase) => phase switch
    {
        TrainingPhase.Data => "data",
        TrainingPhase.Forward => "forward",
        TrainingPhase.Backward => "backward",
        TrainingPhase.Optimizer => "optimizer",
        _ => "overhead",
    };
}
