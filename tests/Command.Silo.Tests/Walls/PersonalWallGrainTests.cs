using Command.Contracts.Common;
using Command.Contracts.Walls;
using Command.Silo.Tests.Fixtures;

namespace Command.Silo.Tests.Walls;

public sealed class PersonalWallGrainTests : NounTestsBase
{
    private IPersonalWallGrain Wall => Silo.Grains.GetGrain<IPersonalWallGrain>(Person.ActorId);

    [Fact]
    public async Task GetAsync_NeverSaved_IsFourEmptyTiles()
    {
        var wall = (await Wall.GetAsync(Person, Cancellation)).Value!;

        Assert.Equal((4, 0, 0L), (wall.Cells, wall.Tiles.Length, wall.Version));
    }

    [Fact]
    public async Task PutAsync_ThenGet_KeepsTilesInSlotOrder()
    {
        var device = Ulid.New(Time);
        var saved = await Wall.PutAsync(Person, new WallLayout(9, [new(12, device), new(0, device)], 0), null, Cancellation);
        Assert.Equal(1, saved.Value!.Version);

        var wall = (await Wall.GetAsync(Person, Cancellation)).Value!;
        Assert.Equal([0, 12], wall.Tiles.Select(tile => tile.Slot));

        var stale = await Wall.PutAsync(Person, new WallLayout(1, [], 0), expectedVersion: 0, Cancellation);
        Assert.Equal(RefusalCode.VersionConflict, stale.Refusal!.Code);
        Assert.Equal(2, (await Wall.PutAsync(Person, new WallLayout(1, [], 0), null, Cancellation)).Value!.Version);
        Assert.Equal("cells", (await Wall.PutAsync(Person, new WallLayout(2, [], 0), null, Cancellation)).Refusal!.Field);
    }

    [Fact]
    public async Task GetAndPut_AnotherPerson_IsForbidden()
    {
        var other = Person with { ActorId = Ulid.New(Time) };

        Assert.Equal(RefusalCode.Forbidden, (await Wall.GetAsync(other, Cancellation)).Refusal!.Code);
        Assert.Equal(RefusalCode.Forbidden, (await Wall.PutAsync(other, new WallLayout(1, [], 0), null, Cancellation)).Refusal!.Code);
    }
}
