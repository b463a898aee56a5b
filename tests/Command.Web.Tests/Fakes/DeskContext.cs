using System.Globalization;
using System.Security.Claims;
using Bunit;
using Command.Contracts.Approvals;
using Command.Contracts.Authority;
using Command.Contracts.Cameras;
using Command.Contracts.Directory;
using Command.Contracts.Duty;
using Command.Contracts.Groups;
using Command.Contracts.Recorders;
using Command.Contracts.Signals;
using Command.Contracts.Units;
using Command.Web.Application;
using Command.Web.Desks;
using Command.Web.Desks.People;
using Command.Web.Realtime;
using Command.Web.Security;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MudBlazor.Services;

namespace Command.Web.Tests.Fakes;

/// <summary>Renders components of the desks in memory, signed in as somebody, in one language.</summary>
internal sealed class DeskContext : BunitContext
{
    public const string AccountId = "01jd000000000000000000acct";

    public DeskContext(string language = "zh-CN", bool signedIn = true)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        Site = new FakeSite();
        var grains = new FakeGrains()
            .With<IUnitTreeGrain>(Site)
            .With<IDirectoryGrain>(Site)
            .With<ICameraGrain>(Site)
            .With<ICameraProbeGrain>(Site)
            .With<ISignalDeskGrain>(Signals)
            .With<IBodyWornRecorderGrain>(Recorder)
            .With<IAccessGrain>(Access)
            .With<IRoleCatalogueGrain>(Access)
            .With<IDeviceGroupGrain>(Office)
            .With<IRosterGrain>(Office)
            .With<IApprovalDeskGrain>(Office);
        Configuration = new ConfigurationBuilder().AddInMemoryCollection().Build();
        Services.AddSingleton<IConfiguration>(Configuration);
        Services.AddMetrics();
        Services.AddSingleton<EventStreamMetrics>();
        Services.AddSingleton(provider => new WallObserver(
            grains,
            provider.GetRequiredService<EventStreamMetrics>(),
            TimeProvider.System,
            NullLogger<WallObserver>.Instance
        ));
        Services.AddSingleton<IGrainFactory>(grains);
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton(new SiteInfo("Test", "node"));
        Services.AddSingleton<Reasons>();
        Services.AddScoped<CircuitCaller>();
        Services.AddCommandApplication();
        Services.AddSingleton<Command.Web.Security.DeviceKeys>();
        Services.AddCommandDesks();
        Services.AddSingleton<IPeople>(People);
        Services.AddLocalization();
        Services.AddMudServices(options => options.PopoverOptions.CheckForPopoverProvider = false);
        JSInterop.Mode = JSRuntimeMode.Loose;
        var authorization = this.AddAuthorization();
        if (signedIn)
        {
            authorization.SetAuthorized("duty");
            authorization.SetClaims(
                new Claim(SessionClaims.AccountId, AccountId),
                new Claim(SessionClaims.SessionId, "01jd000000000000000000sess"),
                new Claim(SessionClaims.DisplayName, "Duty A")
            );
        }
    }

    public FakeSite Site { get; }

    public FakeSignalDesk Signals { get; } = new();

    public FakeRecorder Recorder { get; } = new();

    /// <summary>Everybody holds what is needed to operate, unless a test takes it away.</summary>
    public FakeAccess Access { get; } =
        new FakeAccess().Hold(
            Rights.DeviceSee,
            Rights.DeviceManage,
            Rights.DeviceOrder,
            Rights.UnitManage,
            Rights.SignalView,
            Rights.WallUse
        );

    public FakeOffice Office { get; } = new();

    public FakePeople People { get; } = new();

    public IConfigurationRoot Configuration { get; }

    public WallObserver Observer => Services.GetRequiredService<WallObserver>();
}
