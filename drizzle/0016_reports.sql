CREATE TABLE "report_audience_days" (
	"org_id" uuid NOT NULL,
	"basis" text NOT NULL,
	"day" date NOT NULL,
	"audience_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"type" text NOT NULL,
	"events" integer NOT NULL,
	"firsts" integer NOT NULL,
	"bots" integer NOT NULL,
	CONSTRAINT "report_audience_days_org_id_basis_day_audience_id_channel_type_pk" PRIMARY KEY("org_id","basis","day","audience_id","channel","type")
);
--> statement-breakpoint
CREATE TABLE "report_days" (
	"org_id" uuid NOT NULL,
	"basis" text NOT NULL,
	"day" date NOT NULL,
	"send_id" uuid NOT NULL,
	"variant" smallint NOT NULL,
	"channel" text NOT NULL,
	"type" text NOT NULL,
	"events" integer NOT NULL,
	"firsts" integer NOT NULL,
	"bots" integer NOT NULL,
	CONSTRAINT "report_days_org_id_basis_day_send_id_variant_channel_type_pk" PRIMARY KEY("org_id","basis","day","send_id","variant","channel","type")
);
--> statement-breakpoint
CREATE TABLE "report_deltas" (
	"org_id" uuid NOT NULL,
	"send_id" uuid NOT NULL,
	"contact_id" uuid,
	"variant" smallint NOT NULL,
	"channel" text NOT NULL,
	"type" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"events" integer NOT NULL,
	"firsts" integer NOT NULL,
	"bots" integer NOT NULL,
	"recorded_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "report_audience_days" ADD CONSTRAINT "report_audience_days_org_id_audience_id_audiences_org_id_id_fk" FOREIGN KEY ("org_id","audience_id") REFERENCES "public"."audiences"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_days" ADD CONSTRAINT "report_days_org_id_send_id_sends_org_id_id_fk" FOREIGN KEY ("org_id","send_id") REFERENCES "public"."sends"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "report_audience_days_audience" ON "report_audience_days" USING btree ("audience_id");--> statement-breakpoint
CREATE INDEX "report_days_send" ON "report_days" USING btree ("org_id","send_id");--> statement-breakpoint
CREATE INDEX "report_deltas_recorded" ON "report_deltas" USING btree ("org_id","recorded_at");