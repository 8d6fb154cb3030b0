using System.Text;

namespace Orchestrator.Silo.Logging;

/// <summary>Appends to one file; when it is full, keeps it as <c>silo.1.log</c> and starts anew. The folder is made with the first line.</summary>
internal sealed class RollingFileLoggerProvider(string path, TimeProvider clock, long fullAtBytes = RollingFileLoggerProvider.DefaultFullAtBytes) : ILoggerProvider
{
    /// <summary>A few hundred thousand lines over all files kept: enough for weeks of warnings.</summary>
    private const long DefaultFullAtBytes = 4 << 20;

    private const int KeptFiles = 3;

    private readonly Lock _oneAtATime = new();
    private StreamWriter? _open;
    private long _lostLines;

    public ILogger CreateLogger(string categoryName) => new FileLogger(this, categoryName);

    public void Dispose()
    {
        lock (_oneAtATime)
        {
            Forget();
        }
    }

    private void Write(LogLevel level, string category, string message, Exception? error)
    {
        var line = $"{clock.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {level} {category}: {message}{(error is null ? "" : Environment.NewLine + error)}";
        lock (_oneAtATime)
        {
            try
            {
                WriteLine(line);
            }
            catch (Exception unwritten) when (unwritten is IOException or UnauthorizedAccessException)
            {
                // A full disk must not fail whoever has something to say.
                _lostLines++;
                Forget();
            }
        }
    }

    private void WriteLine(string line)
    {
        if (_open?.BaseStream.Length >= fullAtBytes) Roll();
        _open ??= Open();
        if (_lostLines > 0) _open.WriteLine($"{clock.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {LogLevel.Warning} {nameof(RollingFileLoggerProvider)}: {_lostLines} lines before this one could not be written");
        _lostLines = 0;
        _open.WriteLine(line);
    }

    private void Forget()
    {
        try
        {
            _open?.Dispose();
        }
        catch (IOException)
        {
            // What it still held cannot be written either.
        }
        _open = null;
    }

    private StreamWriter Open()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        return new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
    }

    private void Roll()
    {
        _open!.Dispose();
        _open = null;
        for (var number = KeptFiles - 1; number >= 1; number--)
            if (File.Exists(Numbered(number))) File.Move(Numbered(number), Numbered(number + 1), overwrite: true);
        File.Move(path, Numbered(1), overwrite: true);
    }

    private string Numbered(int number) => Path.ChangeExtension(path, $".{number}{Path.GetExtension(path)}");

    private sealed class FileLogger(RollingFileLoggerProvider file, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) file.Write(logLevel, category, formatter(state, exception), exception);
        }
    }
}
