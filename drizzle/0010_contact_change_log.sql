-- The change log (schema/membership.ts): whatever a filter can see of a contact, one row per changed contact and statement.
-- An organization that is being deleted is not logged.
CREATE FUNCTION log_contact_changes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  cause text := coalesce(nullif(current_setting('muster.cause', true), ''), TG_TABLE_NAME);
BEGIN
  IF TG_TABLE_NAME = 'contacts' THEN
    INSERT INTO contact_changes (org_id, contact_id, cause)
    SELECT n.org_id, n.id, cause FROM changed n WHERE EXISTS (SELECT FROM organizations o WHERE o.id = n.org_id);
  ELSIF TG_TABLE_NAME = 'records' THEN
    INSERT INTO contact_changes (org_id, contact_id, cause)
    SELECT DISTINCT n.org_id, rc.contact_id, cause FROM changed n JOIN record_contacts rc ON rc.record_id = n.id;
  ELSE
    INSERT INTO contact_changes (org_id, contact_id, cause)
    SELECT DISTINCT n.org_id, n.contact_id, cause FROM changed n WHERE EXISTS (SELECT FROM organizations o WHERE o.id = n.org_id);
  END IF;
  IF FOUND THEN
    PERFORM pg_notify('contact_changes', d.org_id::text) FROM (SELECT DISTINCT n.org_id FROM changed n) d;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER contacts_changed_insert AFTER INSERT ON contacts REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION log_contact_changes();
--> statement-breakpoint
CREATE TRIGGER contacts_changed_update AFTER UPDATE ON contacts REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION log_contact_changes();
--> statement-breakpoint
CREATE TRIGGER contacts_changed_delete AFTER DELETE ON contacts REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION log_contact_changes();
--> statement-breakpoint
CREATE TRIGGER members_changed_insert AFTER INSERT ON audience_members REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION log_contact_changes();
--> statement-breakpoint
CREATE TRIGGER members_changed_delete AFTER DELETE ON audience_members REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION log_contact_changes();
--> statement-breakpoint
CREATE TRIGGER events_changed_insert AFTER INSERT ON contact_events REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION log_contact_changes();
--> statement-breakpoint
CREATE TRIGGER events_changed_delete AFTER DELETE ON contact_events REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION log_contact_changes();
--> statement-breakpoint
CREATE TRIGGER record_links_changed_insert AFTER INSERT ON record_contacts REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION log_contact_changes();
--> statement-breakpoint
CREATE TRIGGER record_links_changed_delete AFTER DELETE ON record_contacts REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION log_contact_changes();
--> statement-breakpoint
CREATE TRIGGER records_changed_update AFTER UPDATE ON records REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION log_contact_changes();
