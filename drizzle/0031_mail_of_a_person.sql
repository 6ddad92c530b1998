ALTER TABLE "mailbox" ADD COLUMN "user_id" uuid;--> statement-breakpoint
CREATE INDEX "mailbox_user" ON "mailbox" USING btree ("user_id","id") WHERE user_id is not null;