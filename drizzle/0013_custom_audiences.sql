CREATE TABLE "audience_keys" (
	"org_id" uuid NOT NULL,
	"audience_id" uuid NOT NULL,
	"row_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"hash" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "audience_keys_audience_id_row_id_kind_pk" PRIMARY KEY("audience_id","row_id","kind")
);
--> statement-breakpoint
CREATE TABLE "audience_uploads" (
	"id" uuid PRIMARY KEY DEFAULT uuid_v7() NOT NULL,
	"org_id" uuid NOT NULL,
	"audience_id" uuid NOT NULL,
	"result" jsonb NOT NULL,
	"created_by" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "audience_uploads_org_id" UNIQUE("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "pixel_events" (
	"org_id" uuid NOT NULL,
	"visitor_id" uuid NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"properties" jsonb NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "pixel_events_visitor_id_key_pk" PRIMARY KEY("visitor_id","key")
);
--> statement-breakpoint
CREATE TABLE "pixel_signatures" (
	"org_id" uuid NOT NULL,
	"hash" "bytea" NOT NULL,
	"visitor_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "pixel_signatures_org_id_hash_pk" PRIMARY KEY("org_id","hash")
);
--> statement-breakpoint
CREATE TABLE "pixel_visitors" (
	"id" uuid PRIMARY KEY DEFAULT uuid_v7() NOT NULL,
	"org_id" uuid NOT NULL,
	"pixel_id" uuid NOT NULL,
	"key" text NOT NULL,
	"contact_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "pixel_visitors_org_id" UNIQUE("org_id","id"),
	CONSTRAINT "pixel_visitors_key" UNIQUE("pixel_id","key")
);
--> statement-breakpoint
CREATE TABLE "pixels" (
	"id" uuid PRIMARY KEY DEFAULT uuid_v7() NOT NULL,
	"org_id" uuid NOT NULL,
	"name" text NOT NULL,
	"origins" text[] NOT NULL,
	"require_consent" boolean DEFAULT true NOT NULL,
	"retention_days" integer DEFAULT 90 NOT NULL,
	"secret_version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "pixels_org_id" UNIQUE("org_id","id")
);
--> statement-breakpoint
ALTER TABLE "audience_keys" ADD CONSTRAINT "audience_keys_org_id_audience_id_audiences_org_id_id_fk" FOREIGN KEY ("org_id","audience_id") REFERENCES "public"."audiences"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audience_uploads" ADD CONSTRAINT "audience_uploads_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audience_uploads" ADD CONSTRAINT "audience_uploads_org_id_audience_id_audiences_org_id_id_fk" FOREIGN KEY ("org_id","audience_id") REFERENCES "public"."audiences"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pixel_events" ADD CONSTRAINT "pixel_events_org_id_visitor_id_pixel_visitors_org_id_id_fk" FOREIGN KEY ("org_id","visitor_id") REFERENCES "public"."pixel_visitors"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pixel_signatures" ADD CONSTRAINT "pixel_signatures_org_id_visitor_id_pixel_visitors_org_id_id_fk" FOREIGN KEY ("org_id","visitor_id") REFERENCES "public"."pixel_visitors"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pixel_visitors" ADD CONSTRAINT "pixel_visitors_org_id_pixel_id_pixels_org_id_id_fk" FOREIGN KEY ("org_id","pixel_id") REFERENCES "public"."pixels"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pixel_visitors" ADD CONSTRAINT "pixel_visitors_org_id_contact_id_contacts_org_id_id_fk" FOREIGN KEY ("org_id","contact_id") REFERENCES "public"."contacts"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pixels" ADD CONSTRAINT "pixels_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audience_uploads_audience" ON "audience_uploads" USING btree ("audience_id","id");--> statement-breakpoint
CREATE INDEX "pixel_events_occurred" ON "pixel_events" USING btree ("occurred_at");--> statement-breakpoint
CREATE INDEX "pixel_visitors_contact" ON "pixel_visitors" USING btree ("org_id","contact_id");--> statement-breakpoint
CREATE INDEX "pixel_visitors_seen" ON "pixel_visitors" USING btree ("last_seen_at");