using Orchestrator.OdeEngine.Native;

namespace Orchestrator.OdeEngine.Tests.Native;

public sealed class CudaDriverTests
{
    [Fact]
    public void Without_a_driver_every_question_is_answered_by_nothing()
    {
        Assert.Null(CudaDriver.Load("libno-such-driver.so.1"));
        Assert.Equal((null, null, null), (CudaDriver.NameOf(null, 0), CudaDriver.MemoryOf(null, 0), CudaDriver.TakenOf(null, 0)));
    }

    [Fact]
    public void A_library_that_is_no_driver_is_none()
        => Assert.Null(CudaDriver.Load(OperatingSystem.IsWindows() ? "kernel32.dll" : OperatingSystem.IsMacOS() ? "libSystem.dylib" : "libm.so.6"));
}
