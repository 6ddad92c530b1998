-- What drizzle cannot say.

ALTER TABLE "campaign_audiences" ADD CONSTRAINT "campaign_audiences_audience_fk" FOREIGN KEY ("org_id", "audience_id")
  REFERENCES "audiences" ("org_id", "id") ON DELETE SET NULL ("audience_id");--> statement-breakpoint
ALTER TABLE "sends" ADD CONSTRAINT "sends_campaign_run_fk" FOREIGN KEY ("org_id", "campaign_run_id")
  REFERENCES "campaign_runs" ("org_id", "id");
