namespace Orchestrator.SearchBench.Curves;

/// <summary>The learning curve of the peer's script: final value and speed both follow the learning rate, and the best final value is not the fastest.</summary>
internal static class PeerCurve
{
    /// <summary>Epochs of a whole run.</summary>
    public const int Epochs = 81;

    public static double Loss(double learningRate, double u, int epoch)
    {
        var s = Math.Log10(learningRate) + 5;
        var (final, rate) = (0.1 + 0.2 * (s - 2.5) * (s - 2.5) + 0.3 * (u - 0.6) * (u - 0.6), 0.03 * (1 + s));
        return final + (2.3 - final) * Math.Exp(-rate * epoch) + 0.02 * Math.Sin(12.9898 * epoch + 78.233 * u) / (1 + 0.1 * epoch);
    }
}
