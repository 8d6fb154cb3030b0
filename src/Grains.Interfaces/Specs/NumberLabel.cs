using System.Globalization;

namespace Orchestrator.Grains.Interfaces.Specs;

/// <summary>Numbers of settings as labels, tables and figures write them: the way sweep files do.</summary>
public static class NumberLabel
{
    private const double PlainBelow = 1e5;
    private const int MostDigits = 6;

    /// <summary>
    /// 1e-3 rather than 0.001: scientific where that is shorter, and for powers of ten also where it is as long. From 1 to 99999 always plain.
    /// A number of more than six digits was drawn and not written by a person; its label has four of them.
    /// </summary>
    public static string Of(double value)
    {
        var exact = value.ToString("R", CultureInfo.InvariantCulture);
        if (double.IsFinite(value) && value != 0 && Parts(exact.TrimStart('-')).Digits.Length > MostDigits)
            return Of(double.Parse(value.ToString("E3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
        if (value == 0 || !double.IsFinite(value) || Math.Abs(value) is >= 1 and < PlainBelow) return exact;
        var sign = value < 0 ? "-" : "";
        var (digits, exponent) = Parts(exact.TrimStart('-'));
        var scientific = $"{sign}{digits[0]}{(digits.Length > 1 ? "." : "")}{digits[1..]}e{exponent}";
        var plainLength = sign.Length + (exponent < 0 ? 1 - exponent + digits.Length : Math.Max(exponent + 1, digits.Length + 1));
        if (scientific.Length < plainLength || (digits == "1" && scientific.Length == plainLength)) return scientific;
        return exponent < 0 ? $"{sign}0.{new string('0', -exponent - 1)}{digits}" : exact;
    }

    /// <summary>Digits without zeros at either end, and the power of ten of the first one.</summary>
    private static (string Digits, int Exponent) Parts(string exact)
    {
        var marker = exact.IndexOf('E', StringComparison.Ordinal);
        var written = marker < 0 ? exact : exact[..marker];
        var shift = marker < 0 ? 0 : int.Parse(exact[(marker + 1)..], CultureInfo.InvariantCulture);
        var point = written.IndexOf('.', StringComparison.Ordinal);
        var all = written.Replace(".", "", StringComparison.Ordinal);
        var zeros = all.Length - all.TrimStart('0').Length;
        return (all.Trim('0'), (point < 0 ? all.Length : point) - 1 - zeros + shift);
    }
}
