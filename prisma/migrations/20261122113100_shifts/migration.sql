-- CreateTable
CREATE TABLE "cycle_phase" (
    "cycle_id" TEXT NOT NULL,
    "cell_id" INTEGER NOT NULL,
    "phases" JSONB NOT NULL,

    CONSTRAINT "cycle_phase_pkey" PRIMARY KEY ("cycle_id")
);

-- CreateTable
CREATE TABLE "movement" (
    "cell_id" INTEGER NOT NULL,
    "position" BIGINT NOT NULL,
    "cycle_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "place" TEXT NOT NULL,

    CONSTRAINT "movement_pkey" PRIMARY KEY ("cell_id","position")
);

-- CreateTable
CREATE TABLE "shift_entry" (
    "cell_id" INTEGER NOT NULL,
    "position" BIGINT NOT NULL,
    "id" UUID NOT NULL,
    "shift" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "data" JSONB NOT NULL,

    CONSTRAINT "shift_entry_pkey" PRIMARY KEY ("cell_id","position")
);

-- CreateIndex
CREATE INDEX "movement_cycle_id_idx" ON "movement"("cycle_id");

-- CreateIndex
CREATE INDEX "shift_entry_cell_id_shift_idx" ON "shift_entry"("cell_id", "shift");
