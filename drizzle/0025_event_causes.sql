-- An event that says no cause is one: `event:<name>`. Else as before (0010).
CREATE OR REPLACE FUNCTION log_contact_changes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  said text := nullif(current_setting('muster.cause', true), '');
  cause text := coalesce(said, TG_TABLE_NAME);
BEGIN
  IF TG_TABLE_NAME = 'contacts' THEN
    INSERT INTO contact_changes (org_id, contact_id, cause)
    SELECT n.org_id, n.id, cause FROM changed n WHERE EXISTS (SELECT FROM organizations o WHERE o.id = n.org_id);
  ELSIF TG_TABLE_NAME = 'records' THEN
    INSERT INTO contact_changes (org_id, contact_id, cause)
    SELECT DISTINCT n.org_id, rc.contact_id, cause FROM changed n JOIN record_contacts rc ON rc.record_id = n.id;
  ELSIF TG_TABLE_NAME = 'contact_events' AND TG_OP = 'INSERT' THEN
    INSERT INTO contact_changes (org_id, contact_id, cause)
    SELECT DISTINCT n.org_id, n.contact_id, coalesce(said, 'event:' || n.name) FROM changed n
    WHERE EXISTS (SELECT FROM organizations o WHERE o.id = n.org_id);
  ELSE
    INSERT INTO contact_changes (org_id, contact_id, cause)
    SELECT DISTINCT n.org_id, n.contact_id, cause FROM changed n WHERE EXISTS (SELECT FROM organizations o WHERE o.id = n.org_id);
  END IF;
  IF FOUND THEN
    PERFORM pg_notify('contact_changes', d.org_id::text) FROM (SELECT DISTINCT n.org_id FROM changed n) d;
  END IF;
  RETURN NULL;
END $$;
