using Command.Contracts.Recorders;
using Command.Silo.Recorders;

namespace Command.Silo.Tests.Recorders;

public sealed class OrderNamesTests
{
    [Theory]
    [InlineData("photo", null)]
    [InlineData("photo", "")]
    [InlineData("reboot", "{}")]
    [InlineData("light", """{"on":false}""")]
    [InlineData("message.show", """{"text":"请回电"}""")]
    [InlineData("locate.rate", """{"seconds":300}""")]
    public void Check_WhatADeviceUnderstands_IsTaken(string name, string? arguments) =>
        Assert.Null(OrderNames.Check(new RecorderCommandDraft(name, arguments, null)));

    [Theory]
    [InlineData("photo", """{"x":1}""", "order-arguments")]
    [InlineData("photo", "[]", "order-arguments")]
    [InlineData("photo", "{", "order-arguments")]
    [InlineData("light", null, "order-arguments")]
    [InlineData("light", """{"on":1}""", "order-arguments")]
    [InlineData("light", """{"on":true,"off":true}""", "order-arguments")]
    [InlineData("message.show", """{"text":""}""", "order-arguments")]
    [InlineData("message.show", """{"text":"a\u0007"}""", "control-character")]
    [InlineData("message.show", """{"text":"a\ud800"}""", "order-arguments")]
    [InlineData("photo", """{"\ud800":1}""", "order-arguments")]
    [InlineData("locate.rate", """{"seconds":0}""", "order-arguments")]
    [InlineData("locate.rate", """{"seconds":1.5}""", "order-arguments")]
    [InlineData("sos.ack", null, "order-unknown")]
    [InlineData("wipe", null, "order-unknown")]
    [InlineData("", null, "order-unknown")]
    public void Check_AnythingElse_IsRefused(string name, string? arguments, string reason) =>
        Assert.Equal(reason, OrderNames.Check(new RecorderCommandDraft(name, arguments, null))!.Reason);

    [Theory]
    [InlineData(4)]
    [InlineData(86_401)]
    public void Check_ValidityOutOfRange_IsRefused(int seconds) =>
        Assert.Equal("order-validity", OrderNames.Check(new RecorderCommandDraft("photo", null, seconds))!.Reason);

    [Fact]
    public void Check_LongArguments_AreRefused() =>
        Assert.Equal(
            "order-arguments-too-long",
            OrderNames.Check(new RecorderCommandDraft("message.show", $$"""{"text":"{{new string('语', 700)}}"}""", null))!.Reason
        );
}
