ALTER TABLE "ad_audiences" ADD CONSTRAINT "ad_audiences_audience" FOREIGN KEY ("org_id","audience_id") REFERENCES "audiences"("org_id","id") ON DELETE SET NULL ("audience_id");--> statement-breakpoint
-- Wakes the syncs of these audiences, once each until their sync has begun. Never waits for a row that somebody holds: the sweep looks again.
CREATE FUNCTION ads_wake(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  WITH due AS (
    SELECT a.id FROM ad_audiences a WHERE a.id = ANY (ids) AND a.keep_in_sync AND a.sync_due_at IS NULL FOR UPDATE SKIP LOCKED
  ), woken AS (
    UPDATE ad_audiences a SET sync_due_at = now() + interval '5 seconds' FROM due WHERE a.id = due.id RETURNING a.org_id, a.id, a.account_id, a.sync_due_at
  )
  INSERT INTO outbox (event_id, name, data)
  SELECT 'ads-due-' || id || '-' || uuid_v7(), 'ads/changed',
         jsonb_build_object('org_id', org_id, 'ad_audience_id', id, 'account_id', account_id,
                            'due_at', to_char(sync_due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    FROM woken;
EXCEPTION WHEN serialization_failure THEN
  NULL;
END $$;--> statement-breakpoint
-- A contact whose address or choice changed, or who was erased, is looked at again wherever it is a member.
CREATE FUNCTION ads_touch_contacts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE woken uuid[];
BEGIN
  IF NOT EXISTS (SELECT FROM ad_members LIMIT 1) THEN RETURN NULL; END IF;
  IF TG_OP = 'DELETE' THEN
    WITH touched AS (
      INSERT INTO ad_touched (org_id, ad_audience_id, contact_id)
      SELECT m.org_id, m.ad_audience_id, m.contact_id FROM gone o JOIN ad_members m ON m.contact_id = o.id JOIN ad_audiences a ON a.id = m.ad_audience_id RETURNING ad_audience_id)
    SELECT array_agg(DISTINCT ad_audience_id) INTO woken FROM touched;
  ELSE
    WITH touched AS (
      INSERT INTO ad_touched (org_id, ad_audience_id, contact_id)
      SELECT m.org_id, m.ad_audience_id, m.contact_id
        FROM gone o JOIN come n ON n.id = o.id JOIN ad_members m ON m.contact_id = n.id JOIN ad_audiences a ON a.id = m.ad_audience_id
       WHERE o.email IS DISTINCT FROM n.email OR o.phone IS DISTINCT FROM n.phone
          OR (o.metadata -> 'ads_opt_out') IS DISTINCT FROM (n.metadata -> 'ads_opt_out')
      RETURNING ad_audience_id)
    SELECT array_agg(DISTINCT ad_audience_id) INTO woken FROM touched;
  END IF;
  IF woken IS NOT NULL THEN PERFORM ads_wake(woken); END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER ads_touch_changed AFTER UPDATE ON contacts REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION ads_touch_contacts();--> statement-breakpoint
CREATE TRIGGER ads_touch_erased AFTER DELETE ON contacts REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION ads_touch_contacts();--> statement-breakpoint
-- Any suppression of an address of theirs takes a person out, and lifting the last one lets them in again.
CREATE FUNCTION ads_touch_suppressed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE woken uuid[];
BEGIN
  IF NOT EXISTS (SELECT FROM ad_members LIMIT 1) THEN RETURN NULL; END IF;
  WITH people AS (
    SELECT c.id FROM changed s JOIN contacts c ON c.org_id = s.org_id AND c.email = s.address WHERE s.channel = 'email'
    UNION
    SELECT c.id FROM changed s JOIN contacts c ON c.org_id = s.org_id AND c.phone = s.address WHERE s.channel = 'sms'
  ), touched AS (
    INSERT INTO ad_touched (org_id, ad_audience_id, contact_id)
    SELECT m.org_id, m.ad_audience_id, m.contact_id FROM people p JOIN ad_members m ON m.contact_id = p.id JOIN ad_audiences a ON a.id = m.ad_audience_id RETURNING ad_audience_id)
  SELECT array_agg(DISTINCT ad_audience_id) INTO woken FROM touched;
  IF woken IS NOT NULL THEN PERFORM ads_wake(woken); END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER ads_touch_suppressed AFTER INSERT ON suppressions REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION ads_touch_suppressed();--> statement-breakpoint
CREATE TRIGGER ads_touch_lifted AFTER DELETE ON suppressions REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION ads_touch_suppressed();
