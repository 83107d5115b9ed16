-- The journal is partitioned by cell and position range. The server adds partitions as it grows.

-- CreateTable
CREATE TABLE "installation" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "journal_id" UUID NOT NULL,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cell" (
    "id" SERIAL NOT NULL,
    "slug" TEXT NOT NULL,
    "enterprise" TEXT NOT NULL,
    "site" TEXT NOT NULL,
    "area" TEXT NOT NULL,
    "faults" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "cell_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cell_head" (
    "cell_id" INTEGER NOT NULL,
    "position" BIGINT NOT NULL DEFAULT 0,
    "hash" BYTEA NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT '1970-01-01 00:00:00+00',

    CONSTRAINT "cell_head_pkey" PRIMARY KEY ("cell_id")
);

-- CreateTable
CREATE TABLE "journal" (
    "cell_id" INTEGER NOT NULL,
    "position" BIGINT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "seq" BIGINT NOT NULL,
    "type" TEXT NOT NULL,
    "subject" TEXT,
    "payload" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "journal_pkey" PRIMARY KEY ("cell_id","position")
) PARTITION BY RANGE ("cell_id", "position");

-- CreateTable
CREATE TABLE "stream" (
    "cell_id" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "up_to" BIGINT NOT NULL,
    "outbox" TEXT,
    "last_seq" BIGINT,

    CONSTRAINT "stream_pkey" PRIMARY KEY ("cell_id","source","epoch")
);

-- CreateTable
CREATE TABLE "unreadable" (
    "id" SERIAL NOT NULL,
    "cell_id" INTEGER,
    "source" TEXT,
    "topic" TEXT NOT NULL,
    "epoch" INTEGER,
    "seq" BIGINT,
    "reason" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "payload" BYTEA NOT NULL,

    CONSTRAINT "unreadable_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "snapshot" (
    "cell_id" INTEGER NOT NULL,
    "axis" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "position" BIGINT NOT NULL,
    "seen" BIGINT NOT NULL,
    "twin" BYTEA NOT NULL,

    CONSTRAINT "snapshot_pkey" PRIMARY KEY ("cell_id","axis","at","position")
);

-- CreateTable
CREATE TABLE "late_run" (
    "cell_id" INTEGER NOT NULL,
    "from" BIGINT NOT NULL,
    "to" BIGINT NOT NULL,
    "oldest" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "late_run_pkey" PRIMARY KEY ("cell_id","from")
);

-- CreateTable
CREATE TABLE "telemetry_sample" (
    "cell_id" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "values" JSONB NOT NULL,
    "simulated" BOOLEAN NOT NULL,

    CONSTRAINT "telemetry_sample_pkey" PRIMARY KEY ("cell_id","source","at")
);

-- CreateTable
CREATE TABLE "part_truth" (
    "cycle_id" TEXT NOT NULL,
    "cell_id" INTEGER NOT NULL,
    "truth" JSONB NOT NULL,

    CONSTRAINT "part_truth_pkey" PRIMARY KEY ("cycle_id")
);

-- CreateTable
CREATE TABLE "evidence_file" (
    "sha256" TEXT NOT NULL,
    "kind" TEXT,
    "media_type" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "stored_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "dropped_at" TIMESTAMPTZ(3),

    CONSTRAINT "evidence_file_pkey" PRIMARY KEY ("sha256")
);

-- CreateTable
CREATE TABLE "projector" (
    "cell_id" INTEGER NOT NULL,
    "position" BIGINT NOT NULL,

    CONSTRAINT "projector_pkey" PRIMARY KEY ("cell_id")
);

-- CreateTable
CREATE TABLE "part_cycle" (
    "cycle_id" TEXT NOT NULL,
    "cell_id" INTEGER NOT NULL,
    "serial" TEXT NOT NULL,
    "cycle_number" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "inserted_at" TIMESTAMPTZ(3),
    "inserted" JSONB,
    "verdict" TEXT,
    "judged_at" TIMESTAMPTZ(3),
    "judged_after_ms" DOUBLE PRECISION,
    "reasons" JSONB,
    "not_inspected" INTEGER,
    "whereabouts" TEXT,
    "arrived_at" TIMESTAMPTZ(3),
    "mismatched" BOOLEAN NOT NULL DEFAULT false,
    "simulated" BOOLEAN NOT NULL,
    "replayed" BOOLEAN NOT NULL,

    CONSTRAINT "part_cycle_pkey" PRIMARY KEY ("cycle_id")
);

-- CreateTable
CREATE TABLE "inspection" (
    "cycle_id" TEXT NOT NULL,
    "module" TEXT NOT NULL,
    "cell_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3),
    "results" JSONB,
    "steps" JSONB,
    "late" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "inspection_pkey" PRIMARY KEY ("cycle_id","module")
);

-- CreateTable
CREATE TABLE "measurement" (
    "cycle_id" TEXT NOT NULL,
    "characteristic" TEXT NOT NULL,
    "cell_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "value" DOUBLE PRECISION,
    "conformance" TEXT NOT NULL,

    CONSTRAINT "measurement_pkey" PRIMARY KEY ("cycle_id","characteristic")
);

-- CreateTable
CREATE TABLE "evidence_ref" (
    "cycle_id" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "cell_id" INTEGER NOT NULL,
    "module" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "captured_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "evidence_ref_pkey" PRIMARY KEY ("cycle_id","sha256","kind")
);

-- CreateTable
CREATE TABLE "material_lot" (
    "cycle_id" TEXT NOT NULL,
    "material" TEXT NOT NULL,
    "lot" TEXT NOT NULL,
    "cell_id" INTEGER NOT NULL,

    CONSTRAINT "material_lot_pkey" PRIMARY KEY ("cycle_id","material","lot")
);

-- CreateTable
CREATE TABLE "review" (
    "id" UUID NOT NULL,
    "cycle_id" TEXT NOT NULL,
    "cell_id" INTEGER NOT NULL,
    "position" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,
    "review" JSONB NOT NULL,
    "request_id" TEXT,
    "undone_at" TIMESTAMPTZ(3),
    "undone_by" TEXT,

    CONSTRAINT "review_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "request" (
    "request_id" TEXT NOT NULL,
    "cell_id" INTEGER NOT NULL,
    "cycle_id" TEXT,
    "target" JSONB NOT NULL,

    CONSTRAINT "request_pkey" PRIMARY KEY ("request_id")
);

-- CreateTable
CREATE TABLE "cell_state" (
    "cell_id" INTEGER NOT NULL,
    "position" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "cell_state_pkey" PRIMARY KEY ("cell_id","position")
);

-- CreateTable
CREATE TABLE "definition" (
    "cell_id" INTEGER NOT NULL,
    "position" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "hash" TEXT NOT NULL,
    "definition" JSONB NOT NULL,

    CONSTRAINT "definition_pkey" PRIMARY KEY ("cell_id","position")
);

-- CreateIndex
CREATE UNIQUE INDEX "cell_slug_key" ON "cell"("slug");

-- CreateIndex
CREATE INDEX "journal_cell_id_occurred_at_position_idx" ON "journal"("cell_id", "occurred_at", "position");

-- CreateIndex
CREATE INDEX "journal_cell_id_subject_idx" ON "journal"("cell_id", "subject");

-- CreateIndex
CREATE INDEX "snapshot_cell_id_axis_position_idx" ON "snapshot"("cell_id", "axis", "position");

-- CreateIndex
CREATE INDEX "telemetry_sample_at_idx" ON "telemetry_sample"("at");

-- CreateIndex
CREATE INDEX "evidence_file_stored_at_idx" ON "evidence_file"("stored_at");

-- CreateIndex
CREATE INDEX "part_cycle_started_at_cycle_id_idx" ON "part_cycle"("started_at", "cycle_id");

-- CreateIndex
CREATE INDEX "part_cycle_cell_id_started_at_cycle_id_idx" ON "part_cycle"("cell_id", "started_at", "cycle_id");

-- CreateIndex
CREATE INDEX "part_cycle_cell_id_judged_at_idx" ON "part_cycle"("cell_id", "judged_at");

-- CreateIndex
CREATE INDEX "part_cycle_serial_idx" ON "part_cycle"("serial" text_pattern_ops);

-- CreateIndex
CREATE INDEX "measurement_cell_id_characteristic_at_idx" ON "measurement"("cell_id", "characteristic", "at");

-- CreateIndex
CREATE INDEX "evidence_ref_sha256_idx" ON "evidence_ref"("sha256");

-- CreateIndex
CREATE INDEX "material_lot_material_lot_idx" ON "material_lot"("material", "lot");

-- CreateIndex
CREATE INDEX "review_cycle_id_idx" ON "review"("cycle_id");

-- CreateIndex
CREATE INDEX "request_cycle_id_idx" ON "request"("cycle_id");

-- CreateIndex
CREATE INDEX "cell_state_cell_id_at_idx" ON "cell_state"("cell_id", "at");

-- Already deflated: trying again would only cost time.
ALTER TABLE "snapshot" ALTER COLUMN "twin" SET STORAGE EXTERNAL;

-- The review queue looks for the few that no person has decided on.
CREATE INDEX "part_cycle_stopped_idx" ON "part_cycle"("cell_id", "started_at")
  WHERE "whereabouts" IN ('reject', 'hold') OR ("whereabouts" IS NULL AND "mismatched");
