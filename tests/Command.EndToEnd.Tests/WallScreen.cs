using System.Globalization;
using System.Text.Json;
using Command.TestKit;
using Microsoft.Playwright;

namespace Command.EndToEnd.Tests;

/// <summary>The wall as a duty officer sees it: signs in, looks at tiles, reads the clock that is burned into simulated pictures.</summary>
internal sealed class WallScreen : IAsyncDisposable
{
    /// <summary>How long anything may take before a test gives up: a busy machine is slow, not wrong.</summary>
    public const float Patience = 60_000;

    private readonly IBrowserContext _context;

    private WallScreen(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
    }

    public IPage Page { get; }

    public static async Task<WallScreen> SignInAsync(
        IBrowser browser,
        Uri server,
        string password,
        string locale = "zh-CN",
        int width = 1920,
        int height = 1080,
        string userName = Staff.Tester
    )
    {
        var context = await browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                Locale = locale,
                ViewportSize = new ViewportSize { Width = width, Height = height },
                BaseURL = server.ToString(),
            }
        );
        context.SetDefaultTimeout(Patience);
        var page = await context.NewPageAsync();
        await EnterAsync(page, password, userName);
        await page.GotoAsync("/wall");
        await page.Locator("command-wall [data-slot='0']").WaitForAsync();
        // A page load would lose this mark.
        await page.EvaluateAsync("() => { window.commandTestMark = 1; }");
        return new WallScreen(context, page);
    }

    /// <summary>Signs in.</summary>
    public static async Task EnterAsync(IPage page, string password, string userName = Staff.Tester)
    {
        await page.GotoAsync("/sign-in");
        await page.FillAsync("input[autocomplete=username]", userName);
        await page.FillAsync("input[type=password]", password);
        await page.PressAsync("input[type=password]", "Enter");
        await page.WaitForURLAsync(url => !url.Contains("sign-in", StringComparison.Ordinal));
    }

    /// <summary>The banner of an alarm that nobody has answered.</summary>
    public ILocator Alarm(string colour) => Page.Locator($"command-wall .alarm-card[data-colour='{colour}']");

    public Task WaitForDeviceAsync(int slot, string deviceId) =>
        Page.Locator($"command-wall [data-slot='{slot}'][data-device-id='{deviceId}']")
            .WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });

    public ILocator Tile(int slot) => Page.Locator($"command-wall [data-slot='{slot}']");

    public async Task<string> StateAsync(int slot) => await Tile(slot).GetAttributeAsync("data-state") ?? "";

    public Task WaitForStateAsync(int slot, string state) =>
        Page.Locator($"command-wall [data-slot='{slot}'][data-state='{state}']")
            .WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });

    /// <summary>Waits until a tile does not play and says why; returns the reason's key.</summary>
    public async Task<string> WaitForReasonAsync(int slot)
    {
        await Page.Locator($"command-wall [data-slot='{slot}']:is([data-state='down'], [data-state='refused']):not([data-reason=''])")
            .WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        return await Tile(slot).GetAttributeAsync("data-reason") ?? "";
    }

    public Task WaitForReasonAsync(int slot, string reason) =>
        Page.Locator($"command-wall [data-slot='{slot}']:is([data-state='down'], [data-state='refused'])[data-reason='{reason}']")
            .WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });

    public async Task<long> FramesAsync(int slot) =>
        long.Parse(await Tile(slot).GetAttributeAsync("data-frames-decoded") ?? "0", CultureInfo.InvariantCulture);

    public async Task WaitForMoreFramesAsync(int slot, int more)
    {
        var goal = await FramesAsync(slot) + more;
        await Page.WaitForFunctionAsync(
            "([slot, goal]) => Number(document.querySelector('command-wall').shadowRoot.querySelector(`[data-slot='${slot}']`).dataset.framesDecoded) >= goal",
            new object[] { slot, goal }
        );
    }

    public async Task<bool> WasReloadedAsync() => !await Page.EvaluateAsync<bool>("() => window.commandTestMark === 1");

    /// <summary>
    /// Ages in milliseconds of the next pictures of a tile, by the strip that is burned into them (tools/Simulator, TimeStrip): the time
    /// at which the browser presents a frame less the time at which the camera sent it. Both run on this machine's clock.
    /// </summary>
    public async Task<IReadOnlyList<double>> PictureAgesAsync(int slot, int count)
    {
        var json = await Page.EvaluateAsync<JsonElement>(ReadStrip, new object[] { slot, count });
        return [.. json.EnumerateArray().Select(age => age.GetDouble())];
    }

    /// <summary>Mean brightness and spread of the picture of a tile, 0 to 255: a black one has neither.</summary>
    public async Task<(double Mean, double Spread)> BrightnessAsync(int slot)
    {
        var both = await Page.EvaluateAsync<double[]>(
            """
            (slot) => {
              const video = document.querySelector('command-wall').shadowRoot.querySelector(`[data-slot='${slot}'] video`);
              const canvas = document.createElement('canvas');
              canvas.width = 160; canvas.height = 90;
              const context = canvas.getContext('2d');
              context.drawImage(video, 0, 0, 160, 90);
              const data = context.getImageData(0, 0, 160, 90).data;
              const values = Array.from({ length: 160 * 90 }, (_, i) => (data[4 * i] + data[4 * i + 1] + data[4 * i + 2]) / 3);
              const mean = values.reduce((a, b) => a + b) / values.length;
              return [mean, Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length)];
            }
            """,
            slot
        );
        return (both[0], both[1]);
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private const string ReadStrip = """
        ([slot, count]) => new Promise((resolve, reject) => {
          const video = document.querySelector('command-wall').shadowRoot.querySelector(`[data-slot='${slot}'] video`);
          const canvas = document.createElement('canvas');
          const context = canvas.getContext('2d', { willReadFrequently: true });
          const ages = [];
          const deadline = setTimeout(() => reject(new Error(`only ${ages.length} pictures with a clock came`)), 30000);
          const look = () => {
            const now = Date.now();
            canvas.width = video.videoWidth;
            canvas.height = video.videoHeight;
            context.drawImage(video, 0, 0);
            const side = canvas.width / 80;
            const bit = (i) => {
              const [r, g, b] = context.getImageData(Math.floor((i + 0.5) * side), Math.floor(side / 2), 1, 1).data;
              return r + g + b > 384 ? 1 : 0;
            };
            const bits = Array.from({ length: 16 }, (_, i) => bit(i));
            const isStrip = bits[0] === 1 && bits[1] === 0 && bits[15] === 1 && bits.slice(2, 15).reduce((a, b) => a ^ b) === 0;
            if (isStrip) {
              const frame = bits.slice(3, 14).reduce((value, b) => value * 2 + b, 0);
              const sent = (frame / (bits[2] ? 15 : 25)) * 1000;
              const age = (now % 60000) - sent;
              ages.push(age < -1000 ? age + 60000 : age);
            }
            if (ages.length >= count) {
              clearTimeout(deadline);
              resolve(ages);
            } else {
              video.requestVideoFrameCallback(look);
            }
          };
          video.requestVideoFrameCallback(look);
        })
        """;
}
