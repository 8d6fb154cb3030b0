using System.Collections.Immutable;

namespace Orchestrator.Grains.Decisions.Specs.Reading;

/// <summary>Where something was written: a line and column of the file (1-based), or the number of an override of the command line.</summary>
internal readonly record struct SpecPlace(int Line, int Column, int Override = 0)
{
    /// <summary>Written nowhere: a default, or a key that is missing.</summary>
    public static SpecPlace Nowhere { get; }

    public bool IsOverride => Override > 0;
    public bool IsWritten => Line > 0 || IsOverride;

    public SpecPlace Right(int columns) => Line > 0 ? this with { Column = Column + columns } : this;
}

/// <summary>A sweep file as a tree: what was written and where, not yet what it means.</summary>
internal abstract record SpecNode(SpecPlace Place)
{
    /// <summary>Nodes below this one, itself included, references counted in full.</summary>
    public virtual long Size => 1;

    /// <summary>As written, on one line, shortened.</summary>
    public string Given => Shorten(Text);

    protected abstract string Text { get; }

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..77] + "...";

    /// <param name="Plain">Written without quotes, so that it may be a number, a flag or nothing.</param>
    internal sealed record Scalar(SpecPlace Place, string Value, bool Plain) : SpecNode(Place)
    {
        protected override string Text => Plain ? Value : $"\"{Value}\"";

        /// <summary>Nothing, in one of the spellings of YAML 1.2.</summary>
        public bool IsNull => Plain && Value is "" or "~" or "null" or "Null" or "NULL";
    }

    internal sealed record Sequence(SpecPlace Place, ImmutableArray<SpecNode> Items) : SpecNode(Place)
    {
        public override long Size { get; } = 1 + Items.Sum(item => item.Size);
        protected override string Text => $"[{string.Join(", ", Items.Take(8).Select(item => item.Given))}{(Items.Length > 8 ? ", ..." : "")}]";
    }

    internal sealed record Mapping(SpecPlace Place, ImmutableArray<SpecEntry> Entries) : SpecNode(Place)
    {
        public override long Size { get; } = 1 + Entries.Sum(entry => entry.Value.Size);
        protected override string Text => $"{{ {string.Join(", ", Entries.Take(8).Select(entry => $"{entry.Key}: {entry.Value.Given}"))}{(Entries.Length > 8 ? ", ..." : "")} }}";

        public SpecEntry? Find(string key) => Entries.FirstOrDefault(entry => entry.Key == key);

        /// <summary>With this entry instead of the one of the same key, or at the end.</summary>
        public Mapping With(SpecEntry entry)
        {
            var old = Find(entry.Key);
            return new Mapping(Place, old is null ? Entries.Add(entry) : Entries.Replace(old, entry));
        }

        public Mapping Without(string key) => new(Place, Entries.RemoveAll(entry => entry.Key == key));
    }
}

/// <summary>One key of a mapping.</summary>
internal sealed record SpecEntry(string Key, SpecPlace Place, SpecNode Value);
