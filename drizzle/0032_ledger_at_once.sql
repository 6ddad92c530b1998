CREATE TABLE "send_tallies" (
	"org_id" uuid NOT NULL,
	"send_id" uuid NOT NULL,
	"variant" smallint NOT NULL,
	"status" text NOT NULL,
	"n" integer NOT NULL,
	CONSTRAINT "send_tallies_send_id_variant_status_pk" PRIMARY KEY("send_id","variant","status")
);
--> statement-breakpoint
CREATE TABLE "send_tally_deltas" (
	"org_id" uuid NOT NULL,
	"send_id" uuid NOT NULL,
	"variant" smallint NOT NULL,
	"status" text NOT NULL,
	"n" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "report_audience_days" ADD COLUMN "bot_firsts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "report_days" ADD COLUMN "bot_firsts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "report_deltas" ADD COLUMN "bot_firsts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "delayed_ms" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sends" ADD COLUMN "delayed_ms" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "send_tallies" ADD CONSTRAINT "send_tallies_org_id_send_id_sends_org_id_id_fk" FOREIGN KEY ("org_id","send_id") REFERENCES "public"."sends"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "send_tally_deltas_send" ON "send_tally_deltas" USING btree ("send_id");--> statement-breakpoint
-- Every change of the ledger says what it adds to the tallies, whoever makes it. What only moves a lease, or is claimed, adds nothing.
CREATE FUNCTION tally_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO send_tally_deltas (org_id, send_id, variant, status, n)
    SELECT org_id, send_id, variant, CASE status WHEN 'claimed' THEN 'scheduled' ELSE status END, count(*) FROM come GROUP BY 1, 2, 3, 4;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO send_tally_deltas (org_id, send_id, variant, status, n)
    SELECT org_id, send_id, variant, CASE status WHEN 'claimed' THEN 'scheduled' ELSE status END, -count(*) FROM gone GROUP BY 1, 2, 3, 4;
  ELSE
    INSERT INTO send_tally_deltas (org_id, send_id, variant, status, n)
    SELECT org_id, send_id, variant, status, sum(n)
      FROM (SELECT org_id, send_id, variant, CASE status WHEN 'claimed' THEN 'scheduled' ELSE status END AS status, 1 AS n FROM come
            UNION ALL
            SELECT org_id, send_id, variant, CASE status WHEN 'claimed' THEN 'scheduled' ELSE status END, -1 FROM gone) x
     GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0;
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER tally_written AFTER INSERT ON messages REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION tally_messages();--> statement-breakpoint
CREATE TRIGGER tally_changed AFTER UPDATE ON messages REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION tally_messages();--> statement-breakpoint
CREATE TRIGGER tally_erased AFTER DELETE ON messages REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION tally_messages();--> statement-breakpoint
INSERT INTO send_tallies (org_id, send_id, variant, status, n)
SELECT org_id, send_id, variant, CASE status WHEN 'claimed' THEN 'scheduled' ELSE status END, count(*) FROM messages GROUP BY 1, 2, 3, 4;--> statement-breakpoint
-- Machines so far: folded with what waits.
INSERT INTO report_deltas (org_id, send_id, contact_id, variant, channel, type, at, due_at, events, firsts, bots, bot_firsts)
SELECT e.org_id, e.send_id, e.contact_id, m.variant, m.channel, e.type, e.occurred_at, coalesce(m.scheduled_at, m.created_at), 0, 0, 0, 1
  FROM (SELECT DISTINCT ON (message_id, type) * FROM message_events WHERE is_bot ORDER BY message_id, type, occurred_at, id) e
  JOIN messages m ON m.id = e.message_id;
