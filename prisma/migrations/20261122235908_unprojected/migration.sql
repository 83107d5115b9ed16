-- Entries of the journal that no projection could be made of. Listed with the unreadable messages, and numbered with them.
CREATE TABLE "unprojected" (
    "id" INTEGER NOT NULL DEFAULT nextval('unreadable_id_seq'::regclass),
    "cell_id" INTEGER NOT NULL,
    "position" BIGINT NOT NULL,
    "projection" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "unprojected_pkey" PRIMARY KEY ("cell_id", "position")
);
CREATE UNIQUE INDEX "unprojected_id_key" ON "unprojected"("id");
