using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;
using static Orchestrator.Grains.Decisions.Specs.Keys.KeyForms;

namespace Orchestrator.Grains.Decisions.Specs.Keys;

/// <summary>model: the vector field f(t, h; θ).</summary>
internal static class ModelKeys
{
    public const string Augment = "model.augment";

    private const string DemoSource = "torchdiffeq's ode_demo";

    public static ImmutableArray<SpecKey> All { get; } =
    [
        Key("model.kind", OneOf(["mlp"]), "The vector field: `mlp`, dense layers with an activation between them.", "the only kind", model => Text(model.Kind), (model, value) => model with { Kind = value.Text() }),
        Key("model.hidden", new ValueKind.ListOf(Counting(1, 65_536), 0), "Widths of the hidden layers. `[]`: none, so that the field is affine in its input: f = W·h + b.", DemoSource, model => Wholes(model.Hidden.Select(width => (long)width)), (model, value) => model with { Hidden = value.Counts() }) with { Example = "[32, 32]" },
        Key("model.activation", OneOf(SpecNames.Activations), "Between the layers.", DemoSource, model => Text(model.Activation), (model, value) => model with { Activation = value.Text() }),
        Key("model.input_power", Counting(1, 9), "Elementwise power of the state before the first layer; the cubic spiral's demo uses 3.", "the state as it is", model => Whole(model.InputPower), (model, value) => model with { InputPower = value.Count() }),
        Key("model.time_input", new ValueKind.Flag(), "Whether time is an input of the field.", "autonomous, as in ode_demo", model => Flag(model.TimeInput), (model, value) => model with { TimeInput = value.Flag() }),
        Key(Augment, Counting(0, 4096), "Extra state dimensions that start at zero.", "none; Dupont et al. 2019 introduced them", model => Whole(model.Augment), (model, value) => model with { Augment = value.Count() }),
    ];

    private static SpecKey Key(string path, ValueKind kind, string description, string source, Func<ModelChoice, ParameterValue?> get, Func<ModelChoice, ParameterValue?, ModelChoice> set)
        => new(path, kind, description)
        {
            CanVary = true,
            DefaultSource = source,
            Get = spec => get(spec.Base.Model),
            Set = (spec, value) => spec with { Base = spec.Base with { Model = set(spec.Base.Model, value) } },
        };
}
