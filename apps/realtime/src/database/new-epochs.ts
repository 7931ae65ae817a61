import type pg from 'pg'

/** 128 bits in base64url, 22 characters. */
const NEW_EPOCH = `translate(encode(uuid_send(gen_random_uuid()), 'base64'), '+/=', '-_')`

/**
 * Gives the log of every board a new epoch, and its snapshots with it. Browsers and instances that knew more of a log than the
 * database holds now then load the board anew, in place of taking what is drawn from now on for what they know.
 *
 * @param client within a transaction
 * @returns how many boards there are
 */
export async function renewEpochs(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ there: boolean }>(`SELECT to_regclass('"BoardHead"') IS NOT NULL AS there`)
  if (!rows[0]?.there) return 0
  await client.query(
    `CREATE TEMPORARY TABLE renewed ON COMMIT DROP AS
     SELECT "board", "epoch", ${NEW_EPOCH} AS "renewed" FROM "BoardHead" ORDER BY "board" FOR UPDATE`,
  )
  await client.query(
    `UPDATE "Snapshot" s SET "epoch" = r."renewed" FROM renewed r WHERE s."board" = r."board" AND s."epoch" = r."epoch"`,
  )
  const { rowCount } = await client.query(
    `UPDATE "BoardHead" h SET "epoch" = r."renewed" FROM renewed r WHERE h."board" = r."board"`,
  )
  return rowCount ?? 0
}
