using System.Globalization;
using System.Text.RegularExpressions;

namespace Orchestrator.Grains.Decisions.Specs.Reading;

/// <summary>Numbers and flags of YAML 1.2's core schema: 1e-5 and .01 are numbers; yes, no, on and off are text.</summary>
internal static partial class Scalars
{
    /// <summary>Null if it is no number. A number too large for float64 is infinite.</summary>
    public static double? Number(SpecNode.Scalar scalar) => scalar.Value switch
    {
        _ when !scalar.Plain => null,
        ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" => double.PositiveInfinity,
        "-.inf" or "-.Inf" or "-.INF" => double.NegativeInfinity,
        ".nan" or ".NaN" or ".NAN" => double.NaN,
        _ when NumberForm().IsMatch(scalar.Value) => double.Parse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>Null if it is no whole number within 64 bits. 1e3 and 3.0 are whole.</summary>
    public static long? Whole(SpecNode.Scalar scalar)
    {
        if (!scalar.Plain || !NumberForm().IsMatch(scalar.Value)) return null;
        return decimal.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
            && exact == decimal.Truncate(exact) && exact is >= long.MinValue and <= long.MaxValue
            ? (long)exact
            : null;
    }

    public static bool? Flag(SpecNode.Scalar scalar) => scalar.Value switch
    {
        _ when !scalar.Plain => null,
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ => null,
    };

    /// <summary>What YAML 1.1 took for a flag, which people still write.</summary>
    public static bool? FormerFlag(SpecNode.Scalar scalar) => scalar.Value.ToLowerInvariant() switch
    {
        "yes" or "on" or "y" => true,
        "no" or "off" or "n" => false,
        _ => null,
    };

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex NumberForm();
}
