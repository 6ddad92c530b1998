-- Whoever follows membership is told when the definition of an audience changes or is gone.
CREATE FUNCTION tell_audience_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('contact_changes', OLD.org_id::text);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER audiences_definition_changed AFTER UPDATE OF kind, segment_type, filter ON audiences FOR EACH ROW EXECUTE FUNCTION tell_audience_changed();
--> statement-breakpoint
CREATE TRIGGER audiences_deleted AFTER DELETE ON audiences FOR EACH ROW EXECUTE FUNCTION tell_audience_changed();
