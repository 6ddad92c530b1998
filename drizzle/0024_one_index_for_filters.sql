DROP INDEX "contacts_org_tags";--> statement-breakpoint
DROP INDEX "contacts_org_metadata";--> statement-breakpoint
CREATE INDEX "contacts_org_filter" ON "contacts" USING gin ("org_id","tags","metadata" jsonb_path_ops);