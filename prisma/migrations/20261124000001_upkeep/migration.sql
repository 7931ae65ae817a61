-- AlterTable
ALTER TABLE "BoardHead" ADD COLUMN     "floor" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Batch" ADD COLUMN     "digest" BYTEA;

-- AlterTable
ALTER TABLE "Actor" ADD COLUMN     "prunedNumber" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "skipped" INTEGER[] DEFAULT ARRAY[]::INTEGER[];

-- CreateTable
CREATE TABLE "Erased" (
    "board" TEXT NOT NULL,
    "element" TEXT NOT NULL,

    CONSTRAINT "Erased_pkey" PRIMARY KEY ("board","element")
);

-- As before (20261122000001_commit_group), and besides:
-- * A number whose row is pruned is a duplicate: its seq is answered as the floor, as all that was pruned lies at or below it.
--   One that was never in the log stays a conflict, also after pruning: it must not pass for saved.
-- * A row whose ops are not those that were sent (something in them was erased) keeps the digest of those that were.
CREATE OR REPLACE FUNCTION commit_group(
  boards TEXT[], epochs TEXT[], actors TEXT[], persons TEXT[], numbers INT[], prevs INT[], digests BYTEA[],
  access_versions INT[], fold_versions INT[], gestures TEXT[], packed_ops BYTEA[]
) RETURNS TABLE (i INT, verdict TEXT, seq BIGINT, last INT, at BIGINT)
LANGUAGE plpgsql
SET lock_timeout = '2s'
AS $$
#variable_conflict use_column
DECLARE
  h "BoardHead"%ROWTYPE;
  a "Actor"%ROWTYPE;
  b "Batch"%ROWTYPE;
  moment TIMESTAMPTZ;
  digest BYTEA;
BEGIN
  PERFORM 1 FROM "BoardHead" WHERE "board" = ANY (boards) ORDER BY "board" FOR NO KEY UPDATE;

  FOR k IN 1 .. coalesce(array_length(boards, 1), 0) LOOP
    i := k; verdict := NULL; seq := NULL; last := NULL; at := NULL;

    SELECT * INTO h FROM "BoardHead" WHERE "board" = boards[k];
    IF NOT FOUND THEN
      verdict := 'unknown'; RETURN NEXT; CONTINUE;
    END IF;
    IF h."epoch" <> epochs[k] THEN
      verdict := 'wrong_epoch'; RETURN NEXT; CONTINUE;
    END IF;

    SELECT * INTO a FROM "Actor" WHERE "board" = boards[k] AND "actor" = actors[k];
    IF FOUND AND a."person" <> persons[k] THEN
      verdict := 'foreign'; RETURN NEXT; CONTINUE;
    END IF;

    last := coalesce(a."lastNumber", 0);
    IF numbers[k] <= last THEN
      IF numbers[k] = last THEN
        verdict := CASE WHEN a."lastDigest" = digests[k] THEN 'duplicate' ELSE 'conflict' END;
        seq := a."lastSeq";
      ELSE
        SELECT * INTO b FROM "Batch" WHERE "board" = boards[k] AND "actor" = actors[k] AND "number" = numbers[k];
        IF FOUND THEN
          digest := coalesce(b."digest", substring(sha256(convert_to(b."gesture", 'UTF8') || b."ops") FROM 1 FOR 16));
          verdict := CASE WHEN digest = digests[k] THEN 'duplicate' ELSE 'conflict' END;
          seq := b."seq";
        ELSIF numbers[k] <= a."prunedNumber" AND NOT EXISTS (
          SELECT 1 FROM generate_subscripts(a."skipped", 1) AS n
          WHERE n % 2 = 1 AND numbers[k] BETWEEN a."skipped"[n] AND a."skipped"[n + 1]
        ) THEN
          verdict := 'duplicate'; seq := h."floor";
        ELSE
          verdict := 'conflict';
        END IF;
      END IF;
      RETURN NEXT; CONTINUE;
    END IF;
    IF prevs[k] <> last THEN
      verdict := 'out_of_order'; RETURN NEXT; CONTINUE;
    END IF;
    IF h."accessVersion" <> access_versions[k] THEN
      verdict := 'recheck'; RETURN NEXT; CONTINUE;
    END IF;

    moment := date_trunc('milliseconds', clock_timestamp());
    digest := substring(sha256(convert_to(gestures[k], 'UTF8') || packed_ops[k]) FROM 1 FOR 16);
    UPDATE "BoardHead" SET "head" = h."head" + 1, "editedAt" = moment WHERE "board" = boards[k];
    INSERT INTO "Batch" ("board", "seq", "actor", "number", "person", "at", "foldVersion", "gesture", "ops", "digest")
      VALUES (boards[k], h."head" + 1, actors[k], numbers[k], persons[k], moment, fold_versions[k], gestures[k], packed_ops[k],
        CASE WHEN digest <> digests[k] THEN digests[k] END);
    INSERT INTO "Actor" ("board", "actor", "person", "lastNumber", "lastSeq", "lastDigest")
      VALUES (boards[k], actors[k], persons[k], numbers[k], h."head" + 1, digests[k])
      ON CONFLICT ("board", "actor") DO UPDATE SET "lastNumber" = EXCLUDED."lastNumber", "lastSeq" = EXCLUDED."lastSeq",
        "lastDigest" = EXCLUDED."lastDigest";
    verdict := 'committed'; seq := h."head" + 1; at := round(extract(epoch FROM moment) * 1000);
    RETURN NEXT;
  END LOOP;
END $$;
