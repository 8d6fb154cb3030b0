using System.Net;
using System.Text;

namespace Orchestrator.Grains.Reports.Html;

/// <summary>Collects HTML. Text is encoded on its way in; only markup written by the report itself enters as it is.</summary>
internal sealed class Page
{
    private readonly StringBuilder _html = new();

    /// <param name="html">Markup made by the report, without text of a person in it.</param>
    public Page Markup(string html)
    {
        _html.Append(html).Append('\n');
        return this;
    }

    public Page Element(string name, string text) => Markup($"<{name}>{Encoded(text)}</{name}>");

    public Page Element(string name, string cssClass, string text) => Markup($"<{name} class=\"{cssClass}\">{Encoded(text)}</{name}>");

    public static string Encoded(string text) => WebUtility.HtmlEncode(text);

    public override string ToString() => _html.ToString();
}
