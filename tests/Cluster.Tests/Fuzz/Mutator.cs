using System.Text;

namespace Orchestrator.Cluster.Tests.Fuzz;

/// <summary>Damages good inputs in ways that find mistakes of readers: cut, repeated, swapped, replaced by what means something.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly string[] Tokens =
    [
        "", " ", "\t", "\r", "\n", "\0", ",", ":", ": ", "- ", "#", "[", "]", "{", "}", "\"", "'", "&a ", "*a", "!!str ", "<<: *a", "---\n", "...\n", "|", ">", "%", "?", "~", "null", "true", "no",
        "0", "-1", "1e308", "-1e309", "1e-400", "NaN", ".inf", "9223372036854775808", "0x10", "1_000", "99999999999999999999999999", "é", "🐈", "\ufeff", "\u2028", "\ud800", "\\0", "\\x", "/dev/zero", "../",
        "when: ", "not ", "values: ", "{ int: [1, 9223372036854775807] }", "{ log_uniform: [1e-300, 1e300] }", "{ uniform: [0, 1] }", "in [", " and ", " or ", "==", "solver.adaptive", "search: ", "space:\n", "- { a: b }\n",
    ];

    public Random Random { get; } = new(seed);

    public T OneOf<T>(IReadOnlyList<T> choices) => choices[Random.Next(choices.Count)];

    public string Text(string good)
    {
        var text = new StringBuilder(good);
        for (var change = Random.Next(1, 6); change > 0; change--)
        {
            var (start, length) = Range(text.Length, 40);
            switch (Random.Next(6))
            {
                case 0: text.Remove(start, length); break;
                case 1: text.Insert(start, text.ToString(start, length)); break;
                case 2: text.Remove(start, length).Insert(start, OneOf(Tokens)); break;
                case 3: text.Insert(start, OneOf(Tokens)); break;
                case 4: text.Insert(Random.Next(text.Length + 1), text.ToString(start, length)); break;
                default: if (length > 0) text[start] = (char)Random.Next(Random.Next(2) == 0 ? 128 : 0x10000); break;
            }
        }
        return text.ToString();
    }

    public byte[] Bytes(ReadOnlySpan<byte> good)
    {
        var bytes = good.ToArray().ToList();
        for (var change = Random.Next(1, 6); change > 0; change--)
        {
            var (start, length) = Range(bytes.Count, 64);
            switch (Random.Next(4))
            {
                case 0: bytes.RemoveRange(start, length); break;
                case 1: bytes.InsertRange(start, bytes.GetRange(start, length)); break;
                case 2: for (var i = start; i < start + length; i++) bytes[i] = Random.Next(4) switch { 0 => 0, 1 => 0xFF, 2 => 0x7F, _ => (byte)Random.Next(256) }; break;
                default: if (length > 0) bytes[start] ^= (byte)(1 << Random.Next(8)); break;
            }
        }
        return [.. bytes];
    }

    private (int Start, int Length) Range(int whole, int most)
    {
        var start = Random.Next(whole + 1);
        return (start, Math.Min(Random.Next(Random.Next(8) == 0 ? whole + 1 : most), whole - start));
    }
}
