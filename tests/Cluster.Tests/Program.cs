using Orchestrator.Cluster.Tests;
using Orchestrator.Cluster.Tests.Storage;
using Xunit.MicrosoftTestingPlatform;

// The test runner's usual entry point, after a look whether this process is to be a child of a test.
return await KilledWriter.RunIfAskedAsync() ? 0 : await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
