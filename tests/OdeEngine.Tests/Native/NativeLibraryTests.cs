using TorchSharp;

namespace Orchestrator.OdeEngine.Tests.Native;

public sealed class NativeLibraryTests
{
    [Fact]
    public void Tensors_and_autograd_run_on_this_machine()
    {
        using var x = torch.tensor(new[] { 1.0, 2.0, 3.0 }, requires_grad: true);
        using var y = x.pow(3).sum();

        y.backward();

        Assert.Equal(36.0, y.item<double>());
        Assert.Equal([3.0, 12.0, 27.0], x.grad!.data<double>().ToArray());
    }
}
