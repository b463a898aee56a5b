using System.Text.Json.Nodes;
using Command.Silo.Storage;

namespace Command.Silo.Tests.Storage;

public sealed class AggregateSchemaTests
{
    private static readonly AggregateKey Key = new("schema", "a");

    // 0: {"name"} · 1: {"title"} · 2: {"title", "tags"}
    private static readonly AggregateSchema<SchemaState> Schema = new(
        SchemaJsonContext.Default.SchemaState,
        json =>
        {
            json["title"] = json["name"]?.DeepClone();
            json.Remove("name");
        },
        json => json["tags"] = new JsonArray("old")
    );

    [Theory]
    [InlineData(0, """{"name":"一号庭"}""", "一号庭", "old")]
    [InlineData(1, """{"title":"二号庭"}""", "二号庭", "old")]
    [InlineData(2, """{"title":"三号庭","tags":["new"]}""", "三号庭", "new")]
    public void Read_EveryStoredSchema_BecomesTodaysState(int schema, string json, string title, string tag)
    {
        var state = Schema.Read(Key, new StoredAggregate(1, schema, json));

        Assert.Equal(title, state.Title);
        Assert.Equal(tag, Assert.Single(state.Tags));
    }

    [Fact]
    public void Current_IsTheNumberOfSteps_AndWrittenStateReadsBack()
    {
        Assert.Equal(2, Schema.Current);
        var state = new SchemaState("庭", ["a", "b"]);

        var read = Schema.Read(Key, new StoredAggregate(1, Schema.Current, Schema.Write(state)));

        Assert.Equal(state.Title, read.Title);
        Assert.Equal(state.Tags, read.Tags);
    }

    [Theory]
    [InlineData(3, """{"title":"x"}""", "newer version")]
    [InlineData(2, "null", "null")]
    [InlineData(2, "{", "cannot be read")]
    [InlineData(0, "[]", "not an object")]
    public void Read_WhatCannotBeRead_SaysWhichAndWhy(int schema, string json, string expected)
    {
        var failure = Assert.Throws<StorageException>(() => Schema.Read(Key, new StoredAggregate(1, schema, json)));

        Assert.Contains("schema/a", failure.Message, StringComparison.Ordinal);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }
}
