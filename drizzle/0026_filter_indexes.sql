CREATE TABLE "filter_indexes" (
	"id" uuid PRIMARY KEY DEFAULT uuid_v7() NOT NULL,
	"org_id" uuid NOT NULL,
	"field" text NOT NULL,
	"name" text NOT NULL,
	"status" text DEFAULT 'building' NOT NULL,
	"error" text,
	"filter" json NOT NULL,
	"plan_before" text,
	"plan_after" text,
	"ms_before" double precision,
	"ms_after" double precision,
	"size_bytes" bigint,
	"scans" bigint DEFAULT 0 NOT NULL,
	"used_at" timestamp (3) with time zone,
	"ready_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "filter_indexes_org_id" UNIQUE("org_id","id"),
	CONSTRAINT "filter_indexes_field" UNIQUE("org_id","field")
);
--> statement-breakpoint
CREATE TABLE "slow_filters" (
	"id" uuid PRIMARY KEY DEFAULT uuid_v7() NOT NULL,
	"org_id" uuid NOT NULL,
	"shape" text NOT NULL,
	"filter" json NOT NULL,
	"runs" integer NOT NULL,
	"total_ms" double precision NOT NULL,
	"max_ms" double precision NOT NULL,
	"matches" integer,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "slow_filters_org_id" UNIQUE("org_id","id"),
	CONSTRAINT "slow_filters_shape" UNIQUE("org_id","shape")
);
--> statement-breakpoint
ALTER TABLE "filter_indexes" ADD CONSTRAINT "filter_indexes_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slow_filters" ADD CONSTRAINT "slow_filters_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "filter_indexes_status" ON "filter_indexes" USING btree ("org_id","status");