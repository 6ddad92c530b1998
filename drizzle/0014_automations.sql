CREATE TABLE "automation_entries" (
	"org_id" uuid NOT NULL,
	"automation_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"entries" integer NOT NULL,
	"active" integer NOT NULL,
	"last_entered_at" timestamp (3) with time zone NOT NULL,
	"recent" integer DEFAULT 1 NOT NULL,
	"recent_since" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "automation_entries_automation_id_contact_id_pk" PRIMARY KEY("automation_id","contact_id")
);
--> statement-breakpoint
CREATE TABLE "automation_events" (
	"org_id" uuid NOT NULL,
	"event" text NOT NULL,
	"automation_id" uuid NOT NULL,
	CONSTRAINT "automation_events_org_id_event_automation_id_pk" PRIMARY KEY("org_id","event","automation_id")
);
--> statement-breakpoint
CREATE TABLE "automation_run_steps" (
	"id" uuid PRIMARY KEY DEFAULT uuid_v7() NOT NULL,
	"org_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"step_id" text NOT NULL,
	"visit" integer NOT NULL,
	"type" text NOT NULL,
	"status" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp (3) with time zone,
	"result" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"error" text,
	"started_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "automation_run_steps_org_id" UNIQUE("org_id","id"),
	CONSTRAINT "automation_run_steps_once" UNIQUE("run_id","step_id","visit")
);
--> statement-breakpoint
CREATE TABLE "automation_runs" (
	"id" uuid PRIMARY KEY DEFAULT uuid_v7() NOT NULL,
	"org_id" uuid NOT NULL,
	"automation_id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	"contact_id" uuid,
	"entry" integer NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"reason" text,
	"error" text,
	"is_test" boolean DEFAULT false NOT NULL,
	"trigger" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"dedupe_key" text NOT NULL,
	"chain" integer DEFAULT 0 NOT NULL,
	"step_id" text,
	"visit" integer DEFAULT 1 NOT NULL,
	"phase" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp (3) with time zone,
	"epoch" integer DEFAULT 0 NOT NULL,
	"parked" boolean DEFAULT false NOT NULL,
	"restarts" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "automation_runs_org_id" UNIQUE("org_id","id"),
	CONSTRAINT "automation_runs_once" UNIQUE("automation_id","dedupe_key")
);
--> statement-breakpoint
CREATE TABLE "automation_sends" (
	"org_id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	"step_id" text NOT NULL,
	"entry" integer NOT NULL,
	"template_version_id" uuid NOT NULL,
	"send_id" uuid NOT NULL,
	CONSTRAINT "automation_sends_version_id_step_id_entry_template_version_id_pk" PRIMARY KEY("version_id","step_id","entry","template_version_id"),
	CONSTRAINT "automation_sends_send" UNIQUE("org_id","send_id")
);
--> statement-breakpoint
CREATE TABLE "automation_versions" (
	"id" uuid PRIMARY KEY DEFAULT uuid_v7() NOT NULL,
	"org_id" uuid NOT NULL,
	"automation_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"definition" json NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "automation_versions_org_id" UNIQUE("org_id","id"),
	CONSTRAINT "automation_versions_number" UNIQUE("automation_id","version")
);
--> statement-breakpoint
CREATE TABLE "automations" (
	"id" uuid PRIMARY KEY DEFAULT uuid_v7() NOT NULL,
	"org_id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"status" text DEFAULT 'draft' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"trigger_type" text NOT NULL,
	"trigger_audience_id" uuid,
	"trigger_on" text,
	"trigger_event" text,
	"next_at" timestamp (3) with time zone,
	"hook_token" text NOT NULL,
	"hook_generation" integer DEFAULT 1 NOT NULL,
	"problem" text,
	"activated_at" timestamp (3) with time zone,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "automations_hook_token_unique" UNIQUE("hook_token"),
	CONSTRAINT "automations_org_id" UNIQUE("org_id","id")
);
--> statement-breakpoint
ALTER TABLE "automation_entries" ADD CONSTRAINT "automation_entries_org_id_automation_id_automations_org_id_id_fk" FOREIGN KEY ("org_id","automation_id") REFERENCES "public"."automations"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "automation_entries" ADD CONSTRAINT "automation_entries_org_id_contact_id_contacts_org_id_id_fk" FOREIGN KEY ("org_id","contact_id") REFERENCES "public"."contacts"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "automation_events" ADD CONSTRAINT "automation_events_org_id_automation_id_automations_org_id_id_fk" FOREIGN KEY ("org_id","automation_id") REFERENCES "public"."automations"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "automation_run_steps" ADD CONSTRAINT "automation_run_steps_org_id_run_id_automation_runs_org_id_id_fk" FOREIGN KEY ("org_id","run_id") REFERENCES "public"."automation_runs"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "automation_runs" ADD CONSTRAINT "automation_runs_org_id_automation_id_automations_org_id_id_fk" FOREIGN KEY ("org_id","automation_id") REFERENCES "public"."automations"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "automation_runs" ADD CONSTRAINT "automation_runs_org_id_version_id_automation_versions_org_id_id_fk" FOREIGN KEY ("org_id","version_id") REFERENCES "public"."automation_versions"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "automation_sends" ADD CONSTRAINT "automation_sends_org_id_version_id_automation_versions_org_id_id_fk" FOREIGN KEY ("org_id","version_id") REFERENCES "public"."automation_versions"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "automation_sends" ADD CONSTRAINT "automation_sends_org_id_send_id_sends_org_id_id_fk" FOREIGN KEY ("org_id","send_id") REFERENCES "public"."sends"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "automation_sends" ADD CONSTRAINT "automation_sends_org_id_template_version_id_template_versions_org_id_id_fk" FOREIGN KEY ("org_id","template_version_id") REFERENCES "public"."template_versions"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "automation_versions" ADD CONSTRAINT "automation_versions_org_id_automation_id_automations_org_id_id_fk" FOREIGN KEY ("org_id","automation_id") REFERENCES "public"."automations"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "automations" ADD CONSTRAINT "automations_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "automation_entries_contact" ON "automation_entries" USING btree ("org_id","contact_id");--> statement-breakpoint
CREATE INDEX "automation_runs_list" ON "automation_runs" USING btree ("automation_id","id");--> statement-breakpoint
CREATE INDEX "automation_runs_contact" ON "automation_runs" USING btree ("org_id","contact_id");--> statement-breakpoint
CREATE INDEX "automation_runs_active" ON "automation_runs" USING btree ("automation_id","version_id") WHERE status = 'active';--> statement-breakpoint
CREATE INDEX "automation_runs_due" ON "automation_runs" USING btree ("due_at") WHERE status = 'active';--> statement-breakpoint
CREATE INDEX "automations_audience" ON "automations" USING btree ("org_id","trigger_audience_id") WHERE status = 'active';--> statement-breakpoint
CREATE INDEX "automations_next" ON "automations" USING btree ("next_at") WHERE status = 'active' and next_at is not null;