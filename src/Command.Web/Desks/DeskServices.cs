using Command.Web.Desks.Access;
using Command.Web.Desks.People;
using Command.Web.Desks.Signals;
using Command.Web.Ui;

namespace Command.Web.Desks;

/// <summary>Registers what pages use beside the Application services.</summary>
internal static class DeskServices
{
    public static IServiceCollection AddCommandDesks(this IServiceCollection services) =>
        services
            .AddScoped<SignalWords>()
            .AddScoped<AccessWords>()
            .AddScoped<IPeople, AccountPeople>()
            .AddSingleton<SiteTime>()
            .AddSingleton<OwnAccessReader>()
            .AddSingleton(new RailParts(typeof(RailMenu), typeof(GlassControl)));
}
