using Orchestrator.OdeEngine.Native;
using TorchSharp;

namespace Orchestrator.OdeEngine.Tests.Native;

public sealed class IntraOpThreadsTests
{
    /// <summary>libtorch gives a thread's first operation the number that any thread set last.</summary>
    [Fact]
    public void A_thread_keeps_its_number_when_another_sets_its_own_before_the_first_operation()
    {
        var (first, second) = (0, 0);
        using var firstHasSet = new ManualResetEventSlim();
        using var secondHasSet = new ManualResetEventSlim();
        var one = new Thread(() =>
        {
            IntraOpThreads.Set(3);
            firstHasSet.Set();
            secondHasSet.Wait();
            first = torch.get_num_threads();
        });
        var other = new Thread(() =>
        {
            firstHasSet.Wait();
            IntraOpThreads.Set(1);
            secondHasSet.Set();
            second = torch.get_num_threads();
        });
        one.Start();
        other.Start();
        one.Join();
        other.Join();
        Assert.Equal((3, 1), (first, second));
    }

    [Fact]
    public void Less_than_one_thread_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => IntraOpThreads.Set(0));
}
