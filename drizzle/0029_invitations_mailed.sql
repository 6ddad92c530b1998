-- Of several that wait for one address the newest stays.
UPDATE "invitations" i SET "status" = 'cancelled' WHERE "status" = 'pending' AND EXISTS (
  SELECT FROM "invitations" n WHERE n."org_id" = i."org_id" AND n."email" = i."email" AND n."status" = 'pending' AND n."id" > i."id");--> statement-breakpoint
UPDATE "invitations" SET "status" = 'cancelled' WHERE "status" IN ('canceled', 'rejected');--> statement-breakpoint
DROP INDEX "invitations_org";--> statement-breakpoint
ALTER TABLE "invitations" ADD COLUMN "mailed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "invitations" ADD COLUMN "mail_problem" text;--> statement-breakpoint
CREATE UNIQUE INDEX "invitations_waiting_once" ON "invitations" USING btree ("org_id","email") WHERE status = 'pending';--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_org_id" UNIQUE("org_id","id");
