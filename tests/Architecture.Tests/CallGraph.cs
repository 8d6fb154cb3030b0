using Mono.Cecil;

namespace Orchestrator.Architecture.Tests;

/// <summary>What methods reach by calls, constructors included. Calls through an interface or a base class end there: name their targets as roots.</summary>
internal static class CallGraph
{
    /// <summary>Calls out of the module to an assembly of this name, each with the method that makes it.</summary>
    /// <param name="leftOut">Methods not gone into, by type and name.</param>
    public static IEnumerable<string> CallsTo(string assembly, IEnumerable<MethodDefinition> roots, IReadOnlySet<string> leftOut)
    {
        var open = new Stack<MethodDefinition>(roots);
        var seen = new HashSet<string>(open.Select(method => method.FullName));
        while (open.TryPop(out var method))
        {
            if (!method.HasBody)
                continue;
            foreach (var call in method.Body.Instructions.Select(instruction => instruction.Operand).OfType<MethodReference>())
            {
                if (call.DeclaringType.Scope.Name == assembly)
                    yield return $"{Name(method)} calls {Name(call)}";
                else if (call.DeclaringType.Scope is ModuleDefinition && call.Resolve() is { } own && !leftOut.Contains(Name(own)) && seen.Add(own.FullName))
                    open.Push(own);
            }
        }
    }

    public static string Name(MethodReference method) => $"{method.DeclaringType.GetElementType().Name}.{method.Name}";
}
