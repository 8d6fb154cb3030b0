using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Orchestrator.Architecture.Tests;

/// <summary>Lengths in lines, as a reader sees them.</summary>
internal static class CodeLengths
{
    public static int FileLines(string text) => text.Length == 0 ? 0 : text.TrimEnd('\n').Count(c => c == '\n') + 1;

    /// <summary>Everything with a body that is longer than <paramref name="limit"/> lines, as "Name (lines)"; comments above and attributes do not count.</summary>
    public static IEnumerable<string> MethodsOver(int limit, string text)
    {
        var root = CSharpSyntaxTree.ParseText(text).GetCompilationUnitRoot();
        var bodies = root.DescendantNodes().Select(Measure).Append(TopLevel(root));
        return bodies.Where(b => b.Lines > limit).Select(b => $"{b.Name} ({b.Lines} lines)");
    }

    private static (string Name, int Lines) Measure(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax m => (m.Identifier.Text, Lines(m.ReturnType, m)),
        BaseMethodDeclarationSyntax m => (m.Kind().ToString(), Lines(m.ParameterList, m)),
        PropertyDeclarationSyntax { Initializer: not null } p => (p.Identifier.Text, Lines(p.Type, p.AccessorList!)), // a table is data
        BasePropertyDeclarationSyntax p => ((p as PropertyDeclarationSyntax)?.Identifier.Text ?? p.Kind().ToString(), Lines(p.Type, p)),
        LocalFunctionStatementSyntax f => (f.Identifier.Text, Lines(f.ReturnType, f)),
        AnonymousFunctionExpressionSyntax f => ("lambda", Lines(f, f)),
        _ => ("", 0),
    };

    private static (string Name, int Lines) TopLevel(CompilationUnitSyntax root)
    {
        var statements = root.Members.OfType<GlobalStatementSyntax>().ToList();
        return statements.Count == 0 ? ("", 0) : ("top-level statements", Lines(statements[0], statements[^1]));
    }

    private static int Lines(SyntaxNode first, SyntaxNode last) =>
        last.GetLocation().GetLineSpan().EndLinePosition.Line - first.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}
