-- CreateTable
CREATE TABLE "Version" (
    "id" TEXT NOT NULL,
    "boardId" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Version_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Version_boardId_seq_idx" ON "Version"("boardId", "seq");

-- AddForeignKey
ALTER TABLE "Version" ADD CONSTRAINT "Version_boardId_fkey" FOREIGN KEY ("boardId") REFERENCES "Board"("id") ON DELETE CASCADE ON UPDATE CASCADE;
