-- What was sent before there were reports.
INSERT INTO "report_deltas" ("org_id", "send_id", "contact_id", "variant", "channel", "type", "at", "due_at", "events", "firsts", "bots")
SELECT "org_id", "send_id", "contact_id", "variant", "channel", 'sent', "sent_at", coalesce("scheduled_at", "created_at"), 1, 1, 0
  FROM "messages" WHERE "status" = 'sent' AND "sent_at" IS NOT NULL;
