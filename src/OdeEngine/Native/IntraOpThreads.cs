using TorchSharp;

namespace Orchestrator.OdeEngine.Native;

/// <summary>How many threads libtorch splits one operation of the calling thread over.</summary>
internal static class IntraOpThreads
{
    /// <summary>Lasts as long as the thread, whatever other threads set for themselves.</summary>
    /// <remarks>
    /// A thread's first operation takes over the number set last by any thread, even after the thread has set its own
    /// (<c>at::internal::lazy_init_num_threads</c>, Parallel-inl.h). Asking for the number counts as that first operation, so it comes before.
    /// </remarks>
    public static void Set(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _ = torch.get_num_threads();
        torch.set_num_threads(count);
    }
}
