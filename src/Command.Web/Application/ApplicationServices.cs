using Command.Web.Application.Access;
using Command.Web.Application.Accounts;
using Command.Web.Application.Approvals;
using Command.Web.Application.Audit;
using Command.Web.Application.Cameras;
using Command.Web.Application.Directory;
using Command.Web.Application.Duty;
using Command.Web.Application.Groups;
using Command.Web.Application.Recorders;
using Command.Web.Application.Signals;
using Command.Web.Application.Streams;
using Command.Web.Application.Units;
using Command.Web.Application.Walls;

namespace Command.Web.Application;

/// <summary>Registers what people and programs can do, one service per noun.</summary>
internal static class ApplicationServices
{
    public static IServiceCollection AddCommandApplication(this IServiceCollection services) =>
        services
            .AddScoped<UnitService>()
            .AddScoped<CameraService>()
            .AddScoped<RecorderService>()
            .AddSingleton<RecorderAddresses>()
            .AddScoped<DirectoryService>()
            .AddScoped<WallService>()
            .AddScoped<SignalService>()
            .AddScoped<StreamService>()
            .AddScoped<AuditService>()
            .AddScoped<AccountService>()
            .AddScoped<AccessService>()
            .AddScoped<GroupService>()
            .AddScoped<RosterService>()
            .AddScoped<ApprovalService>();
}
