using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Orchestrator.Dashboard.Parts;

/// <summary>The script module of one component. The page may be closed, or the component gone, before the browser answers: then there is nothing left to do.</summary>
internal sealed class PageScript(IJSRuntime browser, string module)
{
    private IJSObjectReference? _module;
    private bool _isOver;

    public async Task RunAsync(string function, params object?[] arguments)
    {
        try
        {
            _module ??= await browser.InvokeAsync<IJSObjectReference>("import", module);
            if (!_isOver) await _module.InvokeVoidAsync(function, arguments);
        }
        catch (Exception error) when (IsGone(error))
        {
        }
    }

    /// <param name="function">Lets go of what the script keeps of the element.</param>
    public async ValueTask EndAsync(string function, ElementReference element)
    {
        _isOver = true;
        if (_module is null) return;
        try
        {
            await _module.InvokeVoidAsync(function, element);
            await _module.DisposeAsync();
        }
        catch (Exception error) when (IsGone(error))
        {
        }
    }

    private static bool IsGone(Exception error) => error is JSDisconnectedException or ObjectDisposedException or OperationCanceledException;
}
