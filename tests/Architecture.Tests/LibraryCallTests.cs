using Mono.Cecil;

namespace Orchestrator.Architecture.Tests;

/// <summary>
/// On the processor a step of a network of ours calls no library: nothing that the loop, the vector arithmetic, the managed networks or the
/// gradients reach, but for memory made at the first use, is a call into TorchSharp.
/// </summary>
public sealed class LibraryCallTests
{
    private const string Library = "TorchSharp";
    private static readonly string[] Interfaces = ["IGradientPass", "ISolveRecorder", "IStepSizeControl", "IStepSchedule"];
    private static readonly string[] Networks = ["ManagedMlpField`2", "CnfField`1"];
    private static readonly string[] PerCall = ["Evaluate", "Linearize", "Vjp"];

    /// <summary>Blocks and views of them are made once, at the first solve of a length, and kept; the last throws.</summary>
    private static readonly HashSet<string> NotInAStep = ["BlockFactory.New", "BlockFactory.Release", "StateBlock.View", "StateBlock.ThrowNoSpan"];

    [Fact]
    public void A_step_on_the_processor_calls_no_library()
    {
        using var engine = Engine();

        Expect.None(CallGraph.CallsTo(Library, StepRoots(engine), NotInAStep));
    }

    [Fact]
    public void The_roots_are_there()
    {
        using var engine = Engine();
        var names = StepRoots(engine).Select(CallGraph.Name).ToHashSet();

        Assert.Superset(new HashSet<string> { "Integrator.Integrate", "PreparedSolve.Backward", "DirectGradient.Run", "ReplayGradient.Run", "ContinuousAdjoint.Run", "TapeRecord.TapeFor", "PidControl.Judge",
            "CpuArithmetic`1.Combine", "CpuArithmetic`1.ErrorRatios", "ManagedMlpField`2.Vjp", "CnfField`1.Linearize" }, names);
    }

    [Fact]
    public void A_call_is_found_through_the_methods_between()
    {
        using var engine = Engine();
        var calls = CallGraph.CallsTo(Library, Of(engine.GetTypes().Single(type => type.Name == "TorchArithmetic")), NotInAStep).ToList();

        Assert.Contains(calls, call => call.StartsWith("TorchArithmetic.Sum calls ", StringComparison.Ordinal));
        Assert.Contains(calls, call => call.StartsWith("HostSync.Read calls ", StringComparison.Ordinal));
    }

    private static ModuleDefinition Engine() => ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, "Orchestrator.OdeEngine.dll"));

    private static IEnumerable<MethodDefinition> StepRoots(ModuleDefinition engine) =>
        from type in engine.GetTypes()
        where !type.IsInterface
        from method in Of(type)
        where type.Name is "CpuArithmetic`1"
            || (Networks.Contains(type.Name) && PerCall.Contains(method.Name))
            || (type.Name is "Integrator" && method.Name is "Integrate")
            || (type.Name is "PreparedSolve" && method.Name is "Forward" or "Backward")
            || (type.Interfaces.Any(i => Interfaces.Contains(i.InterfaceType.Name)) && method.Name is not "Dispose")
        select method;

    private static IEnumerable<MethodDefinition> Of(TypeDefinition type) => type.Methods.Where(method => !method.IsConstructor && method.Name != "Dispose");
}
