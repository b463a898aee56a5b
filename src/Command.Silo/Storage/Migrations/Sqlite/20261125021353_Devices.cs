using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Command.Silo.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Devices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "devices",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    code = table.Column<string>(type: "TEXT", nullable: true),
                    unit_id = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    cause_code = table.Column<string>(type: "TEXT", nullable: false),
                    cause_detail = table.Column<string>(type: "TEXT", nullable: true),
                    since = table.Column<long>(type: "INTEGER", nullable: false),
                    simulated = table.Column<bool>(type: "INTEGER", nullable: false),
                    has_sub = table.Column<bool>(type: "INTEGER", nullable: false),
                    enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    always_on = table.Column<bool>(type: "INTEGER", nullable: false),
                    not_playable = table.Column<string>(type: "TEXT", nullable: true),
                    battery = table.Column<int>(type: "INTEGER", nullable: true),
                    live = table.Column<bool>(type: "INTEGER", nullable: true),
                    weak = table.Column<bool>(type: "INTEGER", nullable: true),
                    sos = table.Column<bool>(type: "INTEGER", nullable: true),
                    officer = table.Column<string>(type: "TEXT", nullable: true),
                    sort_name = table.Column<string>(type: "TEXT", nullable: false),
                    search_text = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_devices", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_devices_enabled",
                table: "devices",
                column: "enabled");

            migrationBuilder.CreateIndex(
                name: "ix_devices_sort_name_id",
                table: "devices",
                columns: new[] { "sort_name", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_devices_unit_id",
                table: "devices",
                column: "unit_id");

            // 0 is DeviceKind.Camera: until now there was nothing else.
            migrationBuilder.Sql(
                "INSERT INTO devices (kind, id, name, code, unit_id, state, cause_code, cause_detail, since, simulated, has_sub, enabled, always_on, not_playable, sort_name, search_text) "
                + "SELECT 0, id, name, code, unit_id, state, cause_code, cause_detail, since, simulated, has_sub, enabled, always_on, not_playable, sort_name, search_text FROM cameras");

            migrationBuilder.DropTable(
                name: "cameras");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "cameras",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    always_on = table.Column<bool>(type: "INTEGER", nullable: false),
                    cause_code = table.Column<string>(type: "TEXT", nullable: false),
                    cause_detail = table.Column<string>(type: "TEXT", nullable: true),
                    code = table.Column<string>(type: "TEXT", nullable: true),
                    enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    has_sub = table.Column<bool>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    not_playable = table.Column<string>(type: "TEXT", nullable: true),
                    search_text = table.Column<string>(type: "TEXT", nullable: false),
                    simulated = table.Column<bool>(type: "INTEGER", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false),
                    sort_name = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    unit_id = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cameras", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_cameras_enabled",
                table: "cameras",
                column: "enabled");

            migrationBuilder.CreateIndex(
                name: "ix_cameras_sort_name_id",
                table: "cameras",
                columns: new[] { "sort_name", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_cameras_unit_id",
                table: "cameras",
                column: "unit_id");

            migrationBuilder.Sql(
                "INSERT INTO cameras (id, name, code, unit_id, state, cause_code, cause_detail, since, simulated, has_sub, enabled, always_on, not_playable, sort_name, search_text) "
                + "SELECT id, name, code, unit_id, state, cause_code, cause_detail, since, simulated, has_sub, enabled, always_on, not_playable, sort_name, search_text FROM devices WHERE kind = 0");

            migrationBuilder.DropTable(
                name: "devices");
        }
    }
}
