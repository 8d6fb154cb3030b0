using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Running.Processes;
using Orchestrator.TestSupport;

namespace Orchestrator.Grains.Tests.Running.Processes;

public sealed class ProcessEndTests
{
    private const int Abort = 128 + 6;
    private const int Kill = 128 + 9;

    [Theory]
    [InlineData(Kill, "", "Killed", FailureCause.OutOfMemory, "for want of memory")]
    [InlineData(Kill, "", "NotKilled", FailureCause.Internal, "by SIGKILL")]
    [InlineData(Kill, "", "Unknown", FailureCause.Internal, "cannot be told")]
    [InlineData(Abort, "terminate called after throwing an instance of 'std::bad_alloc'", "NotKilled", FailureCause.OutOfMemory, "bad_alloc")]
    [InlineData(Abort, "Out of memory.", "NotKilled", FailureCause.OutOfMemory, "checkpointed")]
    [InlineData(Abort, "terminate called after throwing an instance of 'c10::Error'", "Killed", FailureCause.Internal, "c10::Error")]
    [InlineData(128 + 11, "", "Unknown", FailureCause.Internal, "by SIGSEGV")]
    [InlineData(ProcessEnd.Broken, "System.OutOfMemoryException: out of memory", "Unknown", FailureCause.OutOfMemory, "out of memory")]
    [InlineData(3, "", "Unknown", FailureCause.Internal, "exit code 3")]
    public void The_end_of_a_process_is_a_cause_and_says_what_is_known(int exitCode, string said, string kernel, FailureCause cause, string words)
    {
        var failed = new ProcessEnd(exitCode, false, said).Meaning(Enum.Parse<OomVerdict>(kernel), Sample.Observation(7, 0.5));
        Assert.Equal(cause, failed.Cause);
        Assert.Contains(words, failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_that_the_silo_ended_is_not_laid_at_the_kernel_s_door()
        => Assert.Equal(FailureCause.Internal, new ProcessEnd(Kill, true, "").Meaning(OomVerdict.Killed, null).Cause);
}
