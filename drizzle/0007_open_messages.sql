DROP INDEX "messages_batch";--> statement-breakpoint
CREATE INDEX "messages_open" ON "messages" USING btree ("send_id","position") WHERE status in ('scheduled', 'claimed', 'sending');