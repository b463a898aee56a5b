using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Command.Silo.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Authority : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "broken_glass",
                columns: table => new
                {
                    subject_id = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    since = table.Column<long>(type: "bigint", nullable: false),
                    until = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_broken_glass", x => x.subject_id);
                });

            migrationBuilder.CreateTable(
                name: "device_group_members",
                columns: table => new
                {
                    group_id = table.Column<string>(type: "text", nullable: false),
                    device_id = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_device_group_members", x => new { x.group_id, x.device_id });
                });

            migrationBuilder.CreateTable(
                name: "device_groups",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    unit_id = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_device_groups", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "device_holders",
                columns: table => new
                {
                    device_id = table.Column<string>(type: "text", nullable: false),
                    account_id = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_device_holders", x => x.device_id);
                });

            migrationBuilder.CreateTable(
                name: "role_grants",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    subject_id = table.Column<string>(type: "text", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    unit_id = table.Column<string>(type: "text", nullable: true),
                    group_ids = table.Column<string>(type: "text", nullable: false),
                    valid_from = table.Column<long>(type: "bigint", nullable: true),
                    valid_until = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_role_grants", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "shifts",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    account_id = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    unit_id = table.Column<string>(type: "text", nullable: true),
                    begins_at = table.Column<long>(type: "bigint", nullable: false),
                    ends_at = table.Column<long>(type: "bigint", nullable: false),
                    note = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shifts", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_device_group_members_device_id",
                table: "device_group_members",
                column: "device_id");

            migrationBuilder.CreateIndex(
                name: "ix_device_holders_account_id",
                table: "device_holders",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "ix_role_grants_subject_id",
                table: "role_grants",
                column: "subject_id");

            migrationBuilder.CreateIndex(
                name: "ix_shifts_ends_at",
                table: "shifts",
                column: "ends_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "broken_glass");

            migrationBuilder.DropTable(
                name: "device_group_members");

            migrationBuilder.DropTable(
                name: "device_groups");

            migrationBuilder.DropTable(
                name: "device_holders");

            migrationBuilder.DropTable(
                name: "role_grants");

            migrationBuilder.DropTable(
                name: "shifts");
        }
    }
}
