-- The step that a person asked for and that took it, null where the cycle itself did.
ALTER TABLE "evidence_ref" ADD COLUMN "request_id" TEXT;
