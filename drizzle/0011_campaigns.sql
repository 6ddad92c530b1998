CREATE TABLE "campaign_audiences" (
	"id" uuid PRIMARY KEY DEFAULT uuid_v7() NOT NULL,
	"org_id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"audience_id" uuid,
	"name" text NOT NULL,
	"role" text NOT NULL,
	CONSTRAINT "campaign_audiences_once" UNIQUE("campaign_id","audience_id","role")
);
--> statement-breakpoint
CREATE TABLE "campaign_channels" (
	"org_id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"channel" text NOT NULL,
	"template_id" uuid,
	"from_address" text,
	"subject_variants" text[] DEFAULT '{}' NOT NULL,
	CONSTRAINT "campaign_channels_campaign_id_channel_pk" PRIMARY KEY("campaign_id","channel")
);
--> statement-breakpoint
CREATE TABLE "campaign_recipients" (
	"org_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"slice" integer NOT NULL,
	CONSTRAINT "campaign_recipients_run_id_contact_id_pk" PRIMARY KEY("run_id","contact_id")
);
--> statement-breakpoint
CREATE TABLE "campaign_runs" (
	"id" uuid PRIMARY KEY DEFAULT uuid_v7() NOT NULL,
	"org_id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"occurrence_at" timestamp (3) with time zone NOT NULL,
	"status" text NOT NULL,
	"missed" integer DEFAULT 0 NOT NULL,
	"attempt" integer DEFAULT 1 NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"evaluated_at" timestamp (3) with time zone,
	"people" integer DEFAULT 0 NOT NULL,
	"launched_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"error" text,
	CONSTRAINT "campaign_runs_org_id" UNIQUE("org_id","id"),
	CONSTRAINT "campaign_runs_once" UNIQUE("campaign_id","occurrence_at")
);
--> statement-breakpoint
CREATE TABLE "campaigns" (
	"id" uuid PRIMARY KEY DEFAULT uuid_v7() NOT NULL,
	"org_id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"status" text DEFAULT 'draft' NOT NULL,
	"variables" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"ramp_minutes" integer DEFAULT 0 NOT NULL,
	"timezone" text DEFAULT 'UTC' NOT NULL,
	"start_given" text,
	"start_at" timestamp (3) with time zone,
	"end_given" text,
	"end_at" timestamp (3) with time zone,
	"cron" text,
	"once_per_person" boolean DEFAULT false NOT NULL,
	"goal_event" text,
	"goal_within_days" integer,
	"next_at" timestamp (3) with time zone,
	"revision" integer DEFAULT 0 NOT NULL,
	"launched_at" timestamp (3) with time zone,
	"paused_at" timestamp (3) with time zone,
	"error" text,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "campaigns_org_id" UNIQUE("org_id","id")
);
--> statement-breakpoint
ALTER TABLE "sends" ADD COLUMN "resumes" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sends" ADD COLUMN "campaign_run_id" uuid;--> statement-breakpoint
ALTER TABLE "campaign_audiences" ADD CONSTRAINT "campaign_audiences_org_id_campaign_id_campaigns_org_id_id_fk" FOREIGN KEY ("org_id","campaign_id") REFERENCES "public"."campaigns"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_channels" ADD CONSTRAINT "campaign_channels_org_id_campaign_id_campaigns_org_id_id_fk" FOREIGN KEY ("org_id","campaign_id") REFERENCES "public"."campaigns"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_channels" ADD CONSTRAINT "campaign_channels_org_id_template_id_templates_org_id_id_fk" FOREIGN KEY ("org_id","template_id") REFERENCES "public"."templates"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_recipients" ADD CONSTRAINT "campaign_recipients_org_id_run_id_campaign_runs_org_id_id_fk" FOREIGN KEY ("org_id","run_id") REFERENCES "public"."campaign_runs"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_runs" ADD CONSTRAINT "campaign_runs_org_id_campaign_id_campaigns_org_id_id_fk" FOREIGN KEY ("org_id","campaign_id") REFERENCES "public"."campaigns"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "campaign_audiences_audience" ON "campaign_audiences" USING btree ("org_id","audience_id");--> statement-breakpoint
CREATE INDEX "campaign_recipients_slice" ON "campaign_recipients" USING btree ("run_id","channel","slice");--> statement-breakpoint
CREATE INDEX "campaign_runs_open" ON "campaign_runs" USING btree ("status") WHERE status in ('launching', 'running');--> statement-breakpoint
CREATE INDEX "campaigns_next" ON "campaigns" USING btree ("next_at") WHERE next_at is not null;--> statement-breakpoint
CREATE INDEX "campaigns_goal" ON "campaigns" USING btree ("org_id","goal_event") WHERE goal_event is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "sends_campaign_slice" ON "sends" USING btree ("campaign_run_id","channel",coalesce(slice_index, 0)) WHERE campaign_run_id is not null;