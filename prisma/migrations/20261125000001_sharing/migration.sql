ALTER TABLE "Board" ADD COLUMN "linkPassword" TEXT, ADD COLUMN "linkExpiresAt" TIMESTAMPTZ(3);
CREATE INDEX "Board_linkExpiresAt_idx" ON "Board"("linkExpiresAt");
