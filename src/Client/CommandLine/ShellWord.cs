namespace Orchestrator.Client.CommandLine;

/// <summary>Writes an argument so that a POSIX shell reads it back as one word.</summary>
internal static class ShellWord
{
    public static string Quote(string word) =>
        word.Length > 0 && word.All(character => char.IsAsciiLetterOrDigit(character) || "_-./=,:+@%".Contains(character))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
