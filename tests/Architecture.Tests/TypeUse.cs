using Mono.Cecil;

namespace Orchestrator.Architecture.Tests;

/// <summary>Every type that a type mentions: in its signature, its attributes and the bodies of its methods.</summary>
internal static class TypeUse
{
    public static IEnumerable<TypeReference> Of(TypeDefinition type) => Mentioned(type).Where(t => t is not null).SelectMany(t => Parts(t!)).DistinctBy(t => t.FullName);

    private static IEnumerable<TypeReference?> Mentioned(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(i => i.InterfaceType),
        .. type.CustomAttributes.Select(a => a.AttributeType),
        .. type.GenericParameters.SelectMany(p => p.Constraints).Select(c => c.ConstraintType),
        .. type.Fields.Select(f => f.FieldType),
        .. type.Fields.SelectMany(f => f.CustomAttributes).Select(a => a.AttributeType),
        .. type.Properties.SelectMany(p => p.CustomAttributes).Select(a => a.AttributeType),
        .. type.Methods.SelectMany(InMethod),
    ];

    private static IEnumerable<TypeReference?> InMethod(MethodDefinition method) =>
    [
        method.ReturnType,
        .. method.Parameters.Select(p => p.ParameterType),
        .. method.CustomAttributes.Select(a => a.AttributeType),
        .. method.GenericParameters.SelectMany(p => p.Constraints).Select(c => c.ConstraintType),
        .. method.HasBody ? method.Body.Variables.Select(v => v.VariableType) : [],
        .. method.HasBody ? method.Body.ExceptionHandlers.Select(h => h.CatchType) : [],
        .. method.HasBody ? method.Body.Instructions.SelectMany(i => InOperand(i.Operand)) : [],
    ];

    private static IEnumerable<TypeReference?> InOperand(object? operand) => operand switch
    {
        TypeReference type => [type],
        GenericInstanceMethod call => [.. call.GenericArguments, .. InOperand(call.ElementMethod)],
        MethodReference call => [call.DeclaringType, call.ReturnType, .. call.Parameters.Select(p => p.ParameterType)],
        FieldReference field => [field.DeclaringType, field.FieldType],
        _ => [],
    };

    private static IEnumerable<TypeReference> Parts(TypeReference type) => type switch
    {
        GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Parts)],
        TypeSpecification wrapped => Parts(wrapped.ElementType),
        GenericParameter => [],
        _ => [type],
    };
}
