using CsCheck;

namespace Orchestrator.Grains.Tests.Support;

internal static class Choices
{
    public static Gen<T> Of<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
