-- How much a person has uploaded is asked with each upload.
CREATE INDEX "BoardAsset_personId_idx" ON "BoardAsset"("personId");
