using Orchestrator.Client;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Connection;
using Orchestrator.Client.Output;
using Orchestrator.Silo;

if (DeviceRole.IsMeant(args)) return DeviceRole.Run();
var streams = ConsoleStreams.Open();
using var interrupts = new Interrupts(streams.Restore);
var exitCode = await new ConsoleProgram(new ClientServices(streams, new SiloConnector(), TimeProvider.System)).RunAsync(args, interrupts.Token);
await streams.Data.FlushAsync();
return exitCode;
