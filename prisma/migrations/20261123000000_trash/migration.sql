-- CreateIndex
CREATE INDEX "Board_deletedAt_idx" ON "Board"("deletedAt");
