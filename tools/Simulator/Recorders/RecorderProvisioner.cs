using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Command.Tools.Simulator.Demo;

namespace Command.Tools.Simulator.Recorders;

/// <summary>Makes recorders on a server over its HTTP API and keeps their keys, which the server tells only once. Doing it twice changes nothing.</summary>
internal sealed class RecorderProvisioner(CommandApi api)
{
    /// <summary>The serial of a simulated recorder: the same every time, so that none is made twice.</summary>
    public static string SerialOf(int number) => string.Create(CultureInfo.InvariantCulture, $"SIM-BWC-{number:D4}");

    /// <summary>Fills a file up to <paramref name="count"/> credentials and returns all of it.</summary>
    public async Task<List<RecorderCredential>> EnsureAsync(string file, int count, string? unitCode, CancellationToken cancellationToken)
    {
        var credentials = RecorderCredential.ReadAll(file);
        if (credentials.Count >= count)
        {
            return credentials;
        }

        var unit = await UnitAsync(unitCode, cancellationToken);
        try
        {
            for (var number = credentials.Count + 1; number <= count; number++)
            {
                var serial = SerialOf(number);
                credentials.Add(await MakeAsync($"模拟记录仪 {number:D4}", serial, serial, unit, cancellationToken));
            }
        }
        finally
        {
            RecorderCredential.WriteAll(file, credentials); // keys that were told must not be lost with the rest
        }

        return credentials;
    }

    /// <summary>Makes one recorder, or gives the one with this code a new key when the file with its key is gone.</summary>
    public async Task<RecorderCredential> MakeAsync(
        string name,
        string code,
        string serial,
        string unitId,
        CancellationToken cancellationToken
    )
    {
        var draft = new JsonObject
        {
            ["name"] = name,
            ["code"] = code,
            ["serial"] = serial,
            ["enabled"] = true,
            ["unitId"] = unitId,
        };
        try
        {
            var made = await api.PostAsync("/api/v1/recorders", draft, cancellationToken);
            return new RecorderCredential(Text(made["recorder"], "id"), serial, Text(made["key"], "key"));
        }
        catch (HttpRequestException there) when (there.StatusCode == HttpStatusCode.Conflict)
        {
            var found = await api.GetAsync($"/api/v1/recorders?text={Uri.EscapeDataString(code)}&take=10", cancellationToken);
            var id =
                found["devices"]!
                    .AsArray()
                    .Where(device => (string?)device?["code"] == code)
                    .Select(device => Text(device, "id"))
                    .FirstOrDefault()
                ?? throw new HttpRequestException($"The serial {serial} is taken by a recorder with another code.", there);
            var key = await api.PostAsync($"/api/v1/recorders/{id}/key", [], cancellationToken);
            return new RecorderCredential(id, serial, Text(key, "key"));
        }
    }

    private async Task<string> UnitAsync(string? code, CancellationToken cancellationToken)
    {
        var units = (await api.GetAsync("/api/v1/tree", cancellationToken))["units"]!.AsArray();
        if (units.FirstOrDefault(unit => code is null || (string?)unit?["code"] == code) is { } found)
        {
            return Text(found, "id");
        }

        var draft = new JsonObject
        {
            ["name"] = "模拟设备",
            ["code"] = code ?? "SIM",
            ["order"] = 0,
        };
        return Text(await api.PostAsync("/api/v1/units", draft, cancellationToken), "id");
    }

    private static string Text(JsonNode? node, string name) => node![name]!.GetValue<string>();
}
