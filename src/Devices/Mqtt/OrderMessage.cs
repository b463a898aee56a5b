using System.Buffers;
using System.Text;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Protocol;

namespace Command.Devices.Mqtt;

/// <summary>Writes an order as an MQTT message: <c>{"v":1,"id","name","args","exp"}</c> with expiry, correlation, response topic and content type.</summary>
internal static class OrderMessage
{
    private const int MaxName = 64;

    /// <summary>Makes the message; null when the order has expired.</summary>
    /// <exception cref="ArgumentException">The order's name could not stand in a topic, or its arguments are no JSON object.</exception>
    public static MqttApplicationMessage? Make(string site, string serial, BodyWornOrder order, DateTimeOffset now)
    {
        if (!IsOrderName(order.Name))
        {
            throw new ArgumentException($"'{order.Name}' is no name of an order.", nameof(order));
        }
        var left = order.ExpiresAt - now;
        if (left <= TimeSpan.Zero)
        {
            return null;
        }
        return new MqttApplicationMessage
        {
            Topic = BodyWornTopic.ForOrder(site, serial, order.Name),
            Payload = new ReadOnlySequence<byte>(Write(order)),
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
            PayloadFormatIndicator = MqttPayloadFormatIndicator.CharacterData,
            ContentType = "application/json",
            MessageExpiryInterval = (uint)Math.Min(uint.MaxValue, Math.Ceiling(left.TotalSeconds)),
            ResponseTopic = BodyWornTopic.ForAnswers(site, serial),
            CorrelationData = Encoding.UTF8.GetBytes(order.Id),
        };
    }

    private static byte[] Write(BodyWornOrder order)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteNumber("v", 1);
        json.WriteString("id", order.Id);
        json.WriteString("name", order.Name);
        json.WritePropertyName("args");
        try
        {
            json.WriteRawValue(order.Arguments.Length == 0 ? "{}" : order.Arguments);
        }
        catch (JsonException e)
        {
            throw new ArgumentException("The arguments of an order are a JSON object.", nameof(order), e);
        }
        json.WriteNumber("exp", order.ExpiresAt.ToUnixTimeMilliseconds());
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static bool IsOrderName(string name)
    {
        foreach (var character in name)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('.' or '_' or '-'))
            {
                return false;
            }
        }
        return name.Length is > 0 and <= MaxName;
    }
}
