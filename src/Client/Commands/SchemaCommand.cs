using Orchestrator.Client.CommandLine;
using Orchestrator.Silo;
using Spectre.Console.Cli;

namespace Orchestrator.Client.Commands;

/// <summary>The JSON Schema of sweep files.</summary>
internal sealed class SchemaCommand(ClientServices services) : AsyncCommand<SchemaCommand.Settings>
{
    internal sealed class Settings : CommandSettings;

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await services.Streams.Data.WriteLineAsync(LocalTools.Schema().TrimEnd('\n'));
        await services.Streams.Data.FlushAsync(cancellationToken);
        return ExitCode.Done;
    }
}
