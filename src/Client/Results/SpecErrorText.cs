using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Client.Results;

/// <summary>Mistakes in a sweep file as compilers write them: file:line:column: what was given, the rule, the fix.</summary>
internal static class SpecErrorText
{
    public static string Of(string file, SpecError error)
    {
        var place = error.Line > 0 ? $"{file}:{error.Line}:{error.Column}" : file;
        var what = (error.Where, error.Given) switch
        {
            ("", "") => "",
            ("", var given) => $" {given}:",
            (var where, "") => $" {where}:",
            var (where, given) => $" {where} = {given}:",
        };
        return $"{place}:{what} {error.Rule}{(error.Fix.Length > 0 ? $"; {error.Fix}" : "")}";
    }
}
