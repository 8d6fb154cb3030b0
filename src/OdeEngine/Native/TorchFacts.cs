using TorchSharp;

namespace Orchestrator.OdeEngine.Native;

/// <summary>What a loaded libtorch says of itself.</summary>
/// <param name="Error">Why a small calculation failed, or null.</param>
internal sealed record TorchFacts(string? Version, int? IntraOpThreads, int CudaDeviceCount, string? Error)
{
    public static readonly TorchFacts None = new(null, null, 0, null);

    public static TorchFacts Read()
    {
        try
        {
            var devices = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
            return new(torch.__version__, torch.get_num_threads(), devices, Calculate());
        }
#pragma warning disable CA1031 // whatever goes wrong here is the finding
        catch (Exception e)
#pragma warning restore CA1031
        {
            var cause = e is TypeInitializationException { InnerException: { } inner } ? inner : e;
            return None with { Error = $"{cause.GetType().Name}: {cause.Message.Split('\n')[0].Trim()}" };
        }
    }

    // d/dx Σ x³ = 3x²: one kernel, one reduction and the autograd engine, which starts its threads.
    private static string? Calculate()
    {
        using var scope = torch.NewDisposeScope();
        using var grad = torch.enable_grad();
        var x = torch.arange(1.0, 4.0, dtype: torch.float64, device: torch.CPU, requires_grad: true);
        x.pow(3).sum().backward();
        var found = x.grad!.data<double>().ToArray();
        return found is [3.0, 12.0, 27.0] ? null : $"the gradient of Σ x³ at (1, 2, 3) came out as ({string.Join(", ", found)}), not (3, 12, 27)";
    }
}
