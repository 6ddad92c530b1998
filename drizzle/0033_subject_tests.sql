CREATE TABLE "subject_tests" (
	"id" uuid PRIMARY KEY DEFAULT uuid_v7() NOT NULL,
	"org_id" uuid NOT NULL,
	"campaign_run_id" uuid,
	"percent" smallint NOT NULL,
	"wait_minutes" integer NOT NULL,
	"by" text NOT NULL,
	"decided_at" timestamp (3) with time zone,
	"winner" smallint,
	"decided_by" text,
	"verdict" text,
	"statement" text,
	"figures" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "subject_tests_org_id" UNIQUE("org_id","id"),
	CONSTRAINT "subject_tests_run" UNIQUE("campaign_run_id")
);
--> statement-breakpoint
ALTER TABLE "campaign_channels" ADD COLUMN "subject_test" jsonb;--> statement-breakpoint
ALTER TABLE "sends" ADD COLUMN "subject_test_id" uuid;--> statement-breakpoint
ALTER TABLE "sends" ADD COLUMN "test_size" integer;--> statement-breakpoint
ALTER TABLE "sends" ADD COLUMN "rest_size" integer;--> statement-breakpoint
ALTER TABLE "sends" ADD COLUMN "rest_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "sends" ADD COLUMN "released_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "subject_tests" ADD CONSTRAINT "subject_tests_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sends" ADD CONSTRAINT "sends_org_id_subject_test_id_subject_tests_org_id_id_fk" FOREIGN KEY ("org_id","subject_test_id") REFERENCES "public"."subject_tests"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sends_subject_test" ON "sends" USING btree ("subject_test_id") WHERE subject_test_id is not null;--> statement-breakpoint
CREATE INDEX "sends_rest" ON "sends" USING btree ("rest_at") WHERE rest_at is not null and released_at is null;--> statement-breakpoint
ALTER TABLE "subject_tests" ADD CONSTRAINT "subject_tests_run_fk" FOREIGN KEY ("org_id", "campaign_run_id") REFERENCES "campaign_runs" ("org_id", "id");
