CREATE TABLE "membership_due" (
	"org_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "membership_due_org_id_due_at_contact_id_pk" PRIMARY KEY("org_id","due_at","contact_id")
);
--> statement-breakpoint
CREATE TABLE "watch_periods" (
	"org_id" uuid NOT NULL,
	"audience_id" uuid NOT NULL,
	"began_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "watch_periods_audience_id_began_at_pk" PRIMARY KEY("audience_id","began_at")
);
--> statement-breakpoint
ALTER TABLE "change_readers" ADD COLUMN "snapshot" text DEFAULT pg_current_snapshot()::text NOT NULL;--> statement-breakpoint
ALTER TABLE "change_readers" ADD COLUMN "followed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "change_readers" ADD COLUMN "due_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "watched_audiences" ADD COLUMN "definition" text;--> statement-breakpoint
ALTER TABLE "membership_due" ADD CONSTRAINT "membership_due_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "watch_periods" ADD CONSTRAINT "watch_periods_org_id_audience_id_audiences_org_id_id_fk" FOREIGN KEY ("org_id","audience_id") REFERENCES "public"."audiences"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "watch_periods_open" ON "watch_periods" USING btree ("audience_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "audience_stays_entered" ON "audience_stays" USING btree ("audience_id","entered_at");