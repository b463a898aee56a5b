using Command.TestKit.Peers;
using Microsoft.Playwright;

namespace Command.EndToEnd.Tests;

/// <summary>The field page as an officer holds it: a phone with a camera that Chromium makes up, perhaps behind a bad network.</summary>
internal sealed class FieldScreen : IAsyncDisposable
{
    private const int PhoneWidth = 390;
    private const int PhoneHeight = 844;

    private readonly IBrowserContext _context;

    private FieldScreen(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
    }

    public IPage Page { get; }

    private ILocator Host => Page.Locator("command-field");

    /// <summary>Signs in and opens the page.</summary>
    /// <param name="relay">Set: the media of the page passes it.</param>
    public static async Task<FieldScreen> OpenAsync(
        IBrowser browser,
        Uri server,
        string password,
        string recorder,
        UdpRelay? relay = null,
        string locale = "zh-CN"
    )
    {
        var context = await browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                Locale = locale,
                ViewportSize = new ViewportSize { Width = PhoneWidth, Height = PhoneHeight },
                BaseURL = server.ToString(),
                Permissions = ["camera", "microphone", "geolocation"],
                Geolocation = new Geolocation
                {
                    Latitude = 31.2231f,
                    Longitude = 121.4245f,
                    Accuracy = 8,
                },
            }
        );
        context.SetDefaultTimeout(WallScreen.Patience);
        if (relay is not null)
        {
            await context.RouteAsync(
                "**/whip/**",
                async route =>
                {
                    var answer = await route.FetchAsync();
                    await route.FulfillAsync(
                        new RouteFulfillOptions { Response = answer, Body = relay.Redirect(await answer.TextAsync()) }
                    );
                }
            );
        }
        var page = await context.NewPageAsync();
        await WallScreen.EnterAsync(page, password);
        await page.GotoAsync($"/field/{recorder}");
        var field = new FieldScreen(context, page);
        await field.Page.Locator("command-field .main").WaitForAsync();
        await page.EvaluateAsync("() => { window.commandTestMark = 1; }");
        return field;
    }

    public Task StartAsync() => Page.Locator("command-field .main[data-act='start']").ClickAsync();

    public Task WaitForStateAsync(string state) => WaitForAsync($"command-field[data-state='{state}']");

    public Task WaitForSosAsync(string state) => WaitForAsync($"command-field[data-sos='{state}']");

    public async Task<string> StateAsync() => await Host.GetAttributeAsync("data-state") ?? "";

    /// <summary>Holds the SOS button as long as it asks for; returns when the press has counted.</summary>
    public async Task HoldSosAsync()
    {
        var box = await Page.Locator("command-field button.sos").BoundingBoxAsync();
        Assert.NotNull(box);
        await Page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2));
        await Page.Mouse.DownAsync();
        await WaitForAsync("command-field:not([data-sos=''])[data-sos]");
        await Page.Mouse.UpAsync();
    }

    /// <summary>HTTP is cut or back, as far as the browser knows.</summary>
    public Task SetOfflineAsync(bool offline) => _context.SetOfflineAsync(offline);

    public async Task<bool> WasReloadedAsync() => !await Page.EvaluateAsync<bool>("() => window.commandTestMark === 1");

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private Task WaitForAsync(string selector) =>
        Page.Locator(selector).WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
}
