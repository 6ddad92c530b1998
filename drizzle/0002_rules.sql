ALTER TABLE "contacts" SET (fillfactor = 90);
--> statement-breakpoint
-- The ledger outlives an audience or an erased contact: only the reference goes, the organization stays.
ALTER TABLE "sends" ADD CONSTRAINT "sends_audience_fk" FOREIGN KEY ("org_id", "audience_id")
  REFERENCES "audiences" ("org_id", "id") ON DELETE SET NULL ("audience_id");
--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_contact_fk" FOREIGN KEY ("org_id", "contact_id")
  REFERENCES "contacts" ("org_id", "id") ON DELETE SET NULL ("contact_id");
--> statement-breakpoint
-- The audit log is append-only; rows go only with their organization (a cascade runs inside another trigger).
CREATE FUNCTION audit_log_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_trigger_depth() > 1 THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'audit_log is append-only';
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON "audit_log"
  FOR EACH ROW EXECUTE FUNCTION audit_log_append_only();
--> statement-breakpoint
CREATE FUNCTION outbox_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('outbox', '');
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER outbox_notify AFTER INSERT ON "outbox" FOR EACH STATEMENT EXECUTE FUNCTION outbox_notify();
