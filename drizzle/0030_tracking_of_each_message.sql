ALTER TABLE "automation_sends" DROP CONSTRAINT "automation_sends_version_id_step_id_entry_template_version_id_pk";--> statement-breakpoint
ALTER TABLE "automation_sends" ADD COLUMN "track_opens" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "automation_sends" ADD COLUMN "track_clicks" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "automation_sends" ADD CONSTRAINT "automation_sends_place" PRIMARY KEY("version_id","step_id","entry","template_version_id","track_opens","track_clicks");--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "track_opens" boolean;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "track_clicks" boolean;--> statement-breakpoint
ALTER TABLE "report_audience_days" ADD COLUMN "opens_tracked" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "report_audience_days" ADD COLUMN "clicks_tracked" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "report_days" ADD COLUMN "opens_tracked" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "report_days" ADD COLUMN "clicks_tracked" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sends" ADD COLUMN "track_opens" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "sends" ADD COLUMN "track_clicks" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "templates" ADD COLUMN "track_opens" boolean;--> statement-breakpoint
ALTER TABLE "templates" ADD COLUMN "track_clicks" boolean;--> statement-breakpoint
-- Text messages never were tracked; of email all that an organization sent, unless it has tracking off and nothing was ever recorded.
UPDATE "sends" s
SET "track_opens" = s.channel = 'email' AND (o.track_opens OR EXISTS (SELECT FROM message_events e WHERE e.org_id = o.id AND e.type = 'opened')),
    "track_clicks" = s.channel = 'email' AND (o.track_clicks OR EXISTS (SELECT FROM message_events e WHERE e.org_id = o.id AND e.type = 'clicked'))
FROM "organizations" o
WHERE o.id = s.org_id AND (s.channel = 'sms' OR NOT o.track_opens OR NOT o.track_clicks);--> statement-breakpoint
UPDATE "automation_sends" a SET "track_opens" = s.track_opens, "track_clicks" = s.track_clicks FROM "sends" s WHERE s.id = a.send_id;--> statement-breakpoint
UPDATE "report_days" d
SET "opens_tracked" = CASE WHEN s.track_opens THEN d.firsts ELSE 0 END, "clicks_tracked" = CASE WHEN s.track_clicks THEN d.firsts ELSE 0 END
FROM "sends" s
WHERE s.id = d.send_id AND (s.track_opens OR s.track_clicks);--> statement-breakpoint
UPDATE "report_audience_days" d
SET "opens_tracked" = CASE WHEN t.opens THEN d.firsts ELSE 0 END, "clicks_tracked" = CASE WHEN t.clicks THEN d.firsts ELSE 0 END
FROM (SELECT org_id, bool_or(track_opens) AS opens, bool_or(track_clicks) AS clicks FROM "sends" WHERE channel = 'email' GROUP BY 1) t
WHERE t.org_id = d.org_id AND d.channel = 'email';
