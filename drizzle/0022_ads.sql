CREATE TABLE "ad_accounts" (
	"id" uuid PRIMARY KEY DEFAULT uuid_v7() NOT NULL,
	"org_id" uuid NOT NULL,
	"platform" text NOT NULL,
	"name" text NOT NULL,
	"external_id" text NOT NULL,
	"status" text DEFAULT 'connected' NOT NULL,
	"credentials" "bytea",
	"expires_at" timestamp (3) with time zone,
	"renews" boolean DEFAULT false NOT NULL,
	"limited_until" timestamp (3) with time zone,
	"error_code" text,
	"error_message" text,
	"checked_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ad_accounts_org_id" UNIQUE("org_id","id"),
	CONSTRAINT "ad_accounts_external" UNIQUE("org_id","platform","external_id")
);
--> statement-breakpoint
CREATE TABLE "ad_audiences" (
	"id" uuid PRIMARY KEY DEFAULT uuid_v7() NOT NULL,
	"org_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"audience_id" uuid,
	"name" text NOT NULL,
	"external_id" text,
	"consent" text DEFAULT 'unspecified' NOT NULL,
	"keep_in_sync" boolean DEFAULT false NOT NULL,
	"sync_due_at" timestamp (3) with time zone,
	"error_code" text,
	"error_message" text,
	"platform_size" bigint,
	"last_synced_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ad_audiences_org_id" UNIQUE("org_id","id"),
	CONSTRAINT "ad_audiences_target" UNIQUE("account_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "ad_batches" (
	"id" uuid PRIMARY KEY DEFAULT uuid_v7() NOT NULL,
	"org_id" uuid NOT NULL,
	"sync_id" uuid NOT NULL,
	"ad_audience_id" uuid NOT NULL,
	"op" text NOT NULL,
	"seq" integer NOT NULL,
	"size" integer NOT NULL,
	"status" text NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"reference" text,
	"ask_at" timestamp (3) with time zone,
	"error_code" text,
	"error_message" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "ad_batches_org_id" UNIQUE("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "ad_members" (
	"id" uuid PRIMARY KEY DEFAULT uuid_v7() NOT NULL,
	"org_id" uuid NOT NULL,
	"ad_audience_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"identity" text,
	"state" text NOT NULL,
	"email_hash" text,
	"phone_hash" text,
	"more_hashes" jsonb,
	"batch_id" uuid,
	"error_code" text,
	"error_message" text,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ad_members_org_id" UNIQUE("org_id","id"),
	CONSTRAINT "ad_members_identity" UNIQUE("ad_audience_id","contact_id","identity")
);
--> statement-breakpoint
CREATE TABLE "ad_sync_errors" (
	"id" uuid PRIMARY KEY DEFAULT uuid_v7() NOT NULL,
	"org_id" uuid NOT NULL,
	"sync_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"op" text NOT NULL,
	"code" text NOT NULL,
	"message" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ad_sync_errors_org_id" UNIQUE("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "ad_syncs" (
	"id" uuid PRIMARY KEY DEFAULT uuid_v7() NOT NULL,
	"org_id" uuid NOT NULL,
	"ad_audience_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"status" text DEFAULT 'running' NOT NULL,
	"to_add" integer DEFAULT 0 NOT NULL,
	"to_remove" integer DEFAULT 0 NOT NULL,
	"added" integer DEFAULT 0 NOT NULL,
	"removed" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"requests" integer DEFAULT 0 NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"waiting_until" timestamp (3) with time zone,
	"error_code" text,
	"error_message" text,
	"prepared_at" timestamp (3) with time zone,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "ad_syncs_org_id" UNIQUE("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "ad_touched" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ad_touched_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"org_id" uuid NOT NULL,
	"ad_audience_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "ad_accounts" ADD CONSTRAINT "ad_accounts_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ad_audiences" ADD CONSTRAINT "ad_audiences_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ad_audiences" ADD CONSTRAINT "ad_audiences_org_id_account_id_ad_accounts_org_id_id_fk" FOREIGN KEY ("org_id","account_id") REFERENCES "public"."ad_accounts"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ad_batches" ADD CONSTRAINT "ad_batches_org_id_sync_id_ad_syncs_org_id_id_fk" FOREIGN KEY ("org_id","sync_id") REFERENCES "public"."ad_syncs"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ad_members" ADD CONSTRAINT "ad_members_org_id_ad_audience_id_ad_audiences_org_id_id_fk" FOREIGN KEY ("org_id","ad_audience_id") REFERENCES "public"."ad_audiences"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ad_sync_errors" ADD CONSTRAINT "ad_sync_errors_org_id_sync_id_ad_syncs_org_id_id_fk" FOREIGN KEY ("org_id","sync_id") REFERENCES "public"."ad_syncs"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ad_syncs" ADD CONSTRAINT "ad_syncs_org_id_ad_audience_id_ad_audiences_org_id_id_fk" FOREIGN KEY ("org_id","ad_audience_id") REFERENCES "public"."ad_audiences"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ad_touched" ADD CONSTRAINT "ad_touched_org_id_ad_audience_id_ad_audiences_org_id_id_fk" FOREIGN KEY ("org_id","ad_audience_id") REFERENCES "public"."ad_audiences"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ad_audiences_audience" ON "ad_audiences" USING btree ("org_id","audience_id");--> statement-breakpoint
CREATE INDEX "ad_batches_sync" ON "ad_batches" USING btree ("sync_id","seq");--> statement-breakpoint
CREATE INDEX "ad_batches_open" ON "ad_batches" USING btree ("ad_audience_id") WHERE status in ('sending', 'processing');--> statement-breakpoint
CREATE INDEX "ad_members_state" ON "ad_members" USING btree ("ad_audience_id","state","id");--> statement-breakpoint
CREATE INDEX "ad_members_contact" ON "ad_members" USING btree ("contact_id");--> statement-breakpoint
CREATE INDEX "ad_members_email" ON "ad_members" USING btree ("ad_audience_id","email_hash") WHERE email_hash is not null;--> statement-breakpoint
CREATE INDEX "ad_members_batch" ON "ad_members" USING btree ("batch_id") WHERE batch_id is not null;--> statement-breakpoint
CREATE INDEX "ad_sync_errors_sync" ON "ad_sync_errors" USING btree ("sync_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "ad_syncs_open" ON "ad_syncs" USING btree ("ad_audience_id") WHERE status in ('running', 'waiting');--> statement-breakpoint
CREATE INDEX "ad_syncs_audience" ON "ad_syncs" USING btree ("ad_audience_id","id");--> statement-breakpoint
CREATE INDEX "ad_touched_audience" ON "ad_touched" USING btree ("ad_audience_id");