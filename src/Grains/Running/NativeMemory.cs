using System.Runtime.InteropServices;

namespace Orchestrator.Grains.Running;

/// <summary>Returns a finished attempt's memory to the system, so that the next attempt's peak is its own.</summary>
internal static partial class NativeMemory
{
    private static bool _canTrim = OperatingSystem.IsLinux();

    public static void GiveBack()
    {
        // Tensors that were dropped without disposal are freed by their finalizers.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        if (!_canTrim) return;
        try
        {
            _ = Trim(0);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            // Only glibc keeps freed memory and has this call.
            _canTrim = false;
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Trim(nuint pad);
}
