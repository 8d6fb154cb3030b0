using System.Diagnostics;
using System.Text;

namespace Orchestrator.Architecture.Tests;

/// <summary>Mentions a different type in every place where a type can be mentioned; read by <see cref="DecisionTests"/>.</summary>
internal abstract class Uses<T> : IDisposable
    where T : IFormattable
{
    protected List<Uri[]> Field { get; } = [];

    [Obsolete("an attribute to find")]
    public abstract StringBuilder Signature();

    public void Dispose()
    {
        try
        {
            GC.KeepAlive(Stopwatch.GetTimestamp());
            GC.KeepAlive(Array.Empty<Guid>());
        }
        catch (FormatException)
        {
            Field.Clear();
        }
        GC.SuppressFinalize(this);
    }
}
