CREATE TABLE "audience_stays" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audience_stays_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"org_id" uuid NOT NULL,
	"audience_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"entered_at" timestamp (3) with time zone NOT NULL,
	"entered_by" text NOT NULL,
	"left_at" timestamp (3) with time zone,
	"left_by" text
);
--> statement-breakpoint
CREATE TABLE "audience_watches" (
	"org_id" uuid NOT NULL,
	"audience_id" uuid NOT NULL,
	"watcher" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "audience_watches_audience_id_watcher_pk" PRIMARY KEY("audience_id","watcher")
);
--> statement-breakpoint
CREATE TABLE "change_readers" (
	"org_id" uuid PRIMARY KEY NOT NULL,
	"xid" "xid8" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "contact_changes" (
	"org_id" uuid NOT NULL,
	"xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"contact_id" uuid NOT NULL,
	"cause" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "watched_audiences" (
	"org_id" uuid NOT NULL,
	"audience_id" uuid PRIMARY KEY NOT NULL,
	"state" text DEFAULT 'stale' NOT NULL,
	"error" text,
	"stale_cause" text,
	"watched_since" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"evaluated_at" timestamp (3) with time zone,
	CONSTRAINT "watched_audiences_org_id" UNIQUE("org_id","audience_id")
);
--> statement-breakpoint
CREATE TABLE "message_events" (
	"id" uuid PRIMARY KEY DEFAULT uuid_v7() NOT NULL,
	"org_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"send_id" uuid NOT NULL,
	"contact_id" uuid,
	"type" text NOT NULL,
	"is_bot" boolean DEFAULT false NOT NULL,
	"url" text,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"dedupe_id" text DEFAULT uuid_v7()::text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "message_events_dedupe" UNIQUE("org_id","dedupe_id")
);
--> statement-breakpoint
ALTER TABLE "audiences" DROP CONSTRAINT "audiences_segment";--> statement-breakpoint
ALTER TABLE "audiences" ADD COLUMN "custom_type" text;--> statement-breakpoint
ALTER TABLE "audiences" ADD COLUMN "custom" jsonb;--> statement-breakpoint
ALTER TABLE "sends" ADD COLUMN "origin" text;--> statement-breakpoint
ALTER TABLE "sends" ADD COLUMN "filter" json;--> statement-breakpoint
ALTER TABLE "sends" ADD COLUMN "paused_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "audience_stays" ADD CONSTRAINT "audience_stays_org_id_audience_id_audiences_org_id_id_fk" FOREIGN KEY ("org_id","audience_id") REFERENCES "public"."audiences"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audience_watches" ADD CONSTRAINT "audience_watches_org_id_audience_id_audiences_org_id_id_fk" FOREIGN KEY ("org_id","audience_id") REFERENCES "public"."audiences"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "change_readers" ADD CONSTRAINT "change_readers_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "watched_audiences" ADD CONSTRAINT "watched_audiences_org_id_audience_id_audiences_org_id_id_fk" FOREIGN KEY ("org_id","audience_id") REFERENCES "public"."audiences"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_events" ADD CONSTRAINT "message_events_org_id_message_id_messages_org_id_id_fk" FOREIGN KEY ("org_id","message_id") REFERENCES "public"."messages"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "audience_stays_inside" ON "audience_stays" USING btree ("audience_id","contact_id") WHERE left_at is null;--> statement-breakpoint
CREATE INDEX "audience_stays_contact" ON "audience_stays" USING btree ("org_id","contact_id","entered_at");--> statement-breakpoint
CREATE INDEX "audience_stays_left" ON "audience_stays" USING btree ("audience_id","left_at") WHERE left_at is not null;--> statement-breakpoint
CREATE INDEX "contact_changes_xid" ON "contact_changes" USING btree ("org_id","xid");--> statement-breakpoint
CREATE INDEX "message_events_message" ON "message_events" USING btree ("message_id","type","occurred_at");--> statement-breakpoint
CREATE INDEX "message_events_contact" ON "message_events" USING btree ("org_id","contact_id","occurred_at");--> statement-breakpoint
CREATE INDEX "sends_org_origin" ON "sends" USING btree ("org_id","origin") WHERE origin is not null;--> statement-breakpoint
ALTER TABLE "audiences" ADD CONSTRAINT "audiences_custom" CHECK (("audiences"."kind" = 'custom') = ("audiences"."custom_type" is not null));--> statement-breakpoint
ALTER TABLE "audiences" ADD CONSTRAINT "audiences_segment" CHECK (("audiences"."kind" = 'segment' or "audiences"."custom_type" = 'pixel' and "audiences"."custom_type" is not null) = ("audiences"."filter" is not null and "audiences"."segment_type" is not null));