using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Client.Connection;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Client.Tests.Connection;

/// <summary>The first silo that gets a sweep file hangs.</summary>
public sealed class RepeatedSubmissionTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<long> _tries = [];

    [Fact]
    public async Task A_file_that_a_hung_silo_has_is_sent_again_another_way()
    {
        var submitted = Orchestrator().SubmitAsync(new SweepSource("", "tiny.yaml", "/", []), Repeat.ReuseExisting);
        Assert.False(submitted.IsCompleted);
        _time.Advance(Questions.RepeatedAfter);
        Assert.Equal("tiny-1", Assert.IsType<SubmitResult.Accepted>(await submitted).SweepId);
        Assert.Equal([0, 1], _tries);
    }

    [Fact]
    public void A_file_that_shall_be_trained_anew_is_sent_once()
    {
        var submitted = Orchestrator().SubmitAsync(new SweepSource("", "tiny.yaml", "/", []), Repeat.StartAnew);
        _time.Advance(10 * Questions.RepeatedAfter);
        Assert.False(submitted.IsCompleted);
        Assert.Equal([0], _tries);
    }

    private GrainOrchestrator Orchestrator()
    {
        var grains = DispatchProxy.Create<IGrainFactory, Grains>();
        ((Grains)grains).Tries = _tries;
        return new GrainOrchestrator(grains, new Questions(TimeSpan.FromMinutes(1), _time));
    }

    /// <summary>Grains that take sweep files, and nothing else.</summary>
    [SuppressMessage("Performance", "CA1852", Justification = "A proxy is a class derived from it, made at run time.")]
    internal class Grains : DispatchProxy
    {
        public List<long> Tries { get; set; } = [];

        protected override object Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Tries.Add((long)args![0]!);
            return new Taker(Tries[^1]);
        }
    }

    private sealed class Taker(long key) : ISubmissionGrain
    {
        public Task<SubmitResult> Submit(SweepSource source, Repeat again)
            => key == 0 ? new TaskCompletionSource<SubmitResult>().Task : Task.FromResult<SubmitResult>(new SubmitResult.Accepted("tiny-1", []));

        public Task<SpecCheck> Check(SweepSource source) => throw new NotSupportedException();
    }
}
