using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Command.Silo.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Recorders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "positions",
                columns: table => new
                {
                    recorder_id = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    latitude = table.Column<double>(type: "REAL", nullable: false),
                    longitude = table.Column<double>(type: "REAL", nullable: false),
                    altitude = table.Column<double>(type: "REAL", nullable: true),
                    speed = table.Column<double>(type: "REAL", nullable: true),
                    course = table.Column<double>(type: "REAL", nullable: true),
                    hdop = table.Column<double>(type: "REAL", nullable: true),
                    satellites = table.Column<int>(type: "INTEGER", nullable: true),
                    accuracy = table.Column<double>(type: "REAL", nullable: true),
                    fix = table.Column<string>(type: "TEXT", nullable: false),
                    source = table.Column<string>(type: "TEXT", nullable: false),
                    buffered = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_positions", x => new { x.recorder_id, x.at, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "recorder_sessions",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    recorder_id = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false),
                    requested_at = table.Column<long>(type: "INTEGER", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: true),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    requested_by = table.Column<string>(type: "TEXT", nullable: false),
                    sos = table.Column<bool>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    transport = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recorder_sessions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "recorders",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    serial = table.Column<string>(type: "TEXT", nullable: false),
                    key_hash = table.Column<string>(type: "TEXT", nullable: false),
                    enabled = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recorders", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_positions_at",
                table: "positions",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_recorder_sessions_recorder_id_requested_at",
                table: "recorder_sessions",
                columns: new[] { "recorder_id", "requested_at" });

            migrationBuilder.CreateIndex(
                name: "ix_recorders_serial",
                table: "recorders",
                column: "serial",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "positions");

            migrationBuilder.DropTable(
                name: "recorder_sessions");

            migrationBuilder.DropTable(
                name: "recorders");
        }
    }
}
