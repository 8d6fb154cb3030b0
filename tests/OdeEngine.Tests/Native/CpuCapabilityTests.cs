using System.Runtime.InteropServices;
using System.Text;
using Orchestrator.OdeEngine.Native;

namespace Orchestrator.OdeEngine.Tests.Native;

public sealed class CpuCapabilityTests
{
    [Fact]
    public unsafe void The_rule_agrees_with_libtorch_itself()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64, "reads a C++ string by the layout of Linux x64");
        var folder = Path.GetDirectoryName(NativeRuntime.Inspect().LibraryPath)!;
        var library = NativeLibrary.Load(Path.Combine(folder, "libtorch_cpu.so"));
        // std::string at::get_cpu_capability(): the caller passes room for { char* text; size_t length; char inside[16]; }
        var ask = (delegate* unmanaged<StdString*, void>)NativeLibrary.GetExport(library, "_ZN2at18get_cpu_capabilityB5cxx11Ev");
        StdString answer;
        ask(&answer);

        Assert.Equal(Encoding.ASCII.GetString(answer.Text, (int)answer.Length), CpuCapability.Current);
    }

    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct StdString
    {
        public byte* Text;
        public nuint Length;
        public fixed byte Inside[16];
    }
}
