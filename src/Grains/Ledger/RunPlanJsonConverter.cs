using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Ledger;

/// <summary>A run's plan is stored with every change of the run and is most of what is stored; it does not change, so it is put into words once.</summary>
/// <param name="plain">Options without this converter.</param>
internal sealed class RunPlanJsonConverter(JsonSerializerOptions plain) : JsonConverter<RunPlan>
{
    private readonly ConditionalWeakTable<RunPlan, byte[]> _written = [];

    public override RunPlan? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => JsonSerializer.Deserialize<RunPlan>(ref reader, plain);

    public override void Write(Utf8JsonWriter writer, RunPlan value, JsonSerializerOptions options) =>
        writer.WriteRawValue(_written.GetValue(value, plan => JsonSerializer.SerializeToUtf8Bytes(plan, plain)), skipInputValidation: true);
}
