using System.Numerics;

namespace Orchestrator.OdeEngine.Models;

internal static class WholePower
{
    /// <summary>value^power by repeated multiplication, power ≥ 1.</summary>
    public static T Of<T>(T value, int power) where T : IMultiplyOperators<T, T, T>
    {
        var result = value;
        for (var k = 1; k < power; k++)
            result *= value;
        return result;
    }
}
