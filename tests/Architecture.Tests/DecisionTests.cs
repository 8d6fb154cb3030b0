using Mono.Cecil;

namespace Orchestrator.Architecture.Tests;

/// <summary>Decisions are pure: BannedSymbols.txt forbids members at compile time, these tests whole libraries and neighbours.</summary>
public sealed class DecisionTests
{
    private const string Decisions = "Orchestrator.Grains.Decisions";
    private static readonly string[] ImpureNeighbours = ["Actors", "Running", "Ledger", "Telemetry"];

    [Fact]
    public void Decisions_see_no_Orleans_runtime_and_no_tensor()
    {
        using var module = Grains();

        Expect.None(Uses(module).Where(u => IsForbidden(u.Used.Scope.Name)).Select(Describe));
    }

    [Fact]
    public void Decisions_see_no_actor_and_no_storage()
    {
        using var module = Grains();
        var impure = ImpureNeighbours.Select(n => $"Orchestrator.Grains.{n}").ToList();

        Expect.None(Uses(module).Where(u => impure.Any(n => IsInside(n, Namespace(u.Used)))).Select(Describe));
    }

    [Fact]
    public void Decisions_are_found()
    {
        using var module = Grains();

        Assert.Contains(Uses(module), u => u.Used.Scope.Name == "Orchestrator.Grains.Interfaces");
    }

    [Theory]
    [InlineData("Orleans.Serialization.Abstractions", false)]
    [InlineData("Orleans.Core.Abstractions", true)]
    [InlineData("Orleans.Runtime", true)]
    [InlineData("TorchSharp", true)]
    [InlineData("System.Runtime", false)]
    [InlineData("Microsoft.Extensions.Logging.Abstractions", true)]
    public void Libraries_are_judged_by_their_assembly(string assembly, bool forbidden) => Assert.Equal(forbidden, IsForbidden(assembly));

    [Fact]
    public void A_use_is_seen_wherever_it_stands()
    {
        using var module = ModuleDefinition.ReadModule(typeof(DecisionTests).Assembly.Location);
        var used = TypeUse.Of(module.GetType(typeof(Uses<>).FullName)).Select(t => t.Name).ToHashSet();

        Assert.Superset(new HashSet<string> { "IDisposable", "IFormattable", "Uri", "ObsoleteAttribute", "Stopwatch", "Guid", "FormatException", "StringBuilder" }, used);
    }

    private static ModuleDefinition Grains() => ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, "Orchestrator.Grains.dll"));

    private static IEnumerable<(TypeDefinition User, TypeReference Used)> Uses(ModuleDefinition module) =>
        from type in module.GetTypes()
        where IsInside(Decisions, Namespace(type))
        from used in TypeUse.Of(type)
        select (type, used);

    private static string Namespace(TypeReference type) => type.DeclaringType is { } outer ? Namespace(outer) : type.Namespace;

    private static bool IsInside(string wanted, string found) => found == wanted || found.StartsWith(wanted + ".", StringComparison.Ordinal);

    private static bool IsForbidden(string scope)
    {
        var assembly = scope.EndsWith(".dll", StringComparison.Ordinal) ? scope[..^4] : scope;
        return assembly == "TorchSharp"
            || assembly.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
            || (assembly.StartsWith("Orleans.", StringComparison.Ordinal) && !assembly.StartsWith("Orleans.Serialization", StringComparison.Ordinal));
    }

    private static string Describe((TypeDefinition User, TypeReference Used) use) => $"{use.User.FullName} uses {use.Used.FullName} of {use.Used.Scope.Name}";
}
