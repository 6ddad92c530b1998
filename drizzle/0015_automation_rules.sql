ALTER TABLE "automations" ADD CONSTRAINT "automations_audience_fk" FOREIGN KEY ("org_id", "trigger_audience_id")
  REFERENCES "audiences" ("org_id", "id") ON DELETE SET NULL ("trigger_audience_id");
--> statement-breakpoint
ALTER TABLE "automation_runs" ADD CONSTRAINT "automation_runs_contact_fk" FOREIGN KEY ("org_id", "contact_id")
  REFERENCES "contacts" ("org_id", "id") ON DELETE SET NULL ("contact_id");
--> statement-breakpoint
-- An erased contact ends its runs, whoever deletes it and however; what the trigger said about the person goes with it.
CREATE FUNCTION automation_run_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.trigger := jsonb_build_object('type', OLD.trigger -> 'type');
  IF OLD.status = 'active' THEN
    NEW.status := 'exited';
    NEW.reason := 'erased';
    NEW.due_at := NULL;
    NEW.epoch := OLD.epoch + 1;
    NEW.ended_at := now();
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER automation_run_erased BEFORE UPDATE OF "contact_id" ON "automation_runs"
  FOR EACH ROW WHEN (OLD.contact_id IS NOT NULL AND NEW.contact_id IS NULL) EXECUTE FUNCTION automation_run_erased();
