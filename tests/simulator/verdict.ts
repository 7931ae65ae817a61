import { BoardDocument, type Epoch, fold, PackError, unpackOps } from '@inkwire/board'
import { batchDigest } from '@inkwire/protocol'
import { isAbout } from '@inkwire/realtime/upkeep/erased-ops.ts'
import { type BoardCopy, type CopyDocument, copyDocument } from '@inkwire/sync'
import { BOARD, type World } from './world.ts'

/** What must not be, of a world that has come to rest. */
export async function problems(world: World): Promise<string[]> {
  const found: string[] = []
  const row = world.database.boards.get(BOARD)
  if (!row) return ['the board is gone']
  const { batches, digests } = row

  // The log: no hole, each actor's batches once and in the order of their numbers.
  const places = new Map<string, number>()
  const lastOf = new Map<string, number>()
  const document = new BoardDocument()
  for (const [i, batch] of batches.entries()) {
    const key = `${batch.actor}/${batch.number}`
    if (batch.seq !== i + 1) found.push(`the log has ${batch.seq} where ${i + 1} should be`)
    if (places.has(key)) found.push(`${key} is in the log twice: ${places.get(key)} and ${batch.seq}`)
    if (batch.number <= (lastOf.get(batch.actor) ?? 0)) found.push(`${key} stands behind a later one of its actor`)
    places.set(key, batch.seq)
    lastOf.set(batch.actor, batch.number)
    fold(document, { ...batch, ops: unpackOps(batch.ops) })
  }

  // Nothing is left of what was erased but blanks, which keep the names of the characters behind them.
  for (const batch of batches) {
    for (const op of unpackOps(batch.ops)) {
      const blank = op.op === 'splice' && op.insert.trim() === '' && op.delete.length === 0
      if (!blank && isAbout(op, row.erased)) found.push(`${batch.seq} is about an element that was erased`)
    }
  }

  // Everything acknowledged is where it was said to be.
  for (const { epoch, actor, number, seq } of world.witness.acknowledged) {
    // A backup that is brought back promises nothing about what came after it.
    if (!row.lineage.has(epoch as Epoch)) continue
    const place = places.get(`${actor}/${number}`)
    // One whose row was pruned is answered with the floor: it lies at or below that.
    if (place !== undefined && place <= seq && row.floors.has(seq)) continue
    if (place !== seq) found.push(`${actor}/${number} was acknowledged at ${seq}, and is at ${place ?? 'no place'}`)
  }

  // What was kept on a disk is in the log, as it was.
  const gestures = new Map<string, number>()
  for (const { gesture } of batches) gestures.set(gesture, (gestures.get(gesture) ?? 0) + 1)
  for (const [gesture, times] of gestures) if (times > 1) found.push(`gesture ${gesture} is in the log ${times} times`)
  for (const [key, { gesture, ops }] of world.witness.kept) {
    const place = places.get(key)
    // After a backup was brought back a batch goes under another actor's name: its gesture tells it.
    if (world.witness.counts.restores > 0 && (gestures.has(gesture) || world.witness.lostWithBackup.has(key))) continue
    if (place === undefined) found.push(`${key} was kept on a disk, and is not in the log`)
    else if (digests[place - 1]?.join() !== batchDigest(gesture, ops).join())
      found.push(`${key} is in the log as another`)
  }

  // Nothing waits any more, and everybody shows the fold of the log.
  for (const { owner, client } of world.tabs) {
    const { seq, hash, outbox, epoch } = client.head()
    if (client.getState().source !== 'server') found.push(`${owner.name} still shows its copy`)
    if (client.getState().phase !== 'open') found.push(`${owner.name} is ${client.getState().phase}`)
    if (client.getState().refused.length > 0) found.push(`${owner.name} had changes refused`)
    if (outbox > 0) found.push(`${owner.name} still has ${outbox} batches in its outbox`)
    if (epoch !== null && (seq !== batches.length || hash !== document.hash))
      found.push(
        `${owner.name} stands at ${seq} of ${batches.length}${hash === document.hash ? '' : ' with another hash'}`,
      )
    if (client.getState().hashMismatches > 0) found.push(`${owner.name} found another hash on the way`)
    const shown = new BoardDocument()
    for (const element of client.elements()) shown.put(element)
    shown.setMeta(client.meta)
    if (shown.hash !== document.hash) found.push(`${owner.name} shows something else than the log says`)
  }
  for (const browser of world.browsers)
    if (browser.disk.rows.size > 0)
      found.push(`${browser.person.name}'s disk still keeps ${browser.disk.rows.size} batches`)
  found.push(...copyProblems(world))
  for (const { name, rooms, reports } of world.instances) {
    const room = rooms.peek(BOARD)
    if (room && (room.seq !== batches.length || room.document.hash !== document.hash))
      found.push(`${name} stands at ${room.seq} of ${batches.length}`)
    for (const report of reports) if (report.includes('differ')) found.push(`${name}: ${report}`)
  }
  return found
}

/** What browsers keep of the board must be the log up to where they say. */
function copyProblems({ browsers, database }: World): string[] {
  const row = database.boards.get(BOARD)
  const found: string[] = []
  for (const { person, disk } of browsers) {
    const copy = disk.copies.get(BOARD)
    if (!copy || copy.epoch !== row?.epoch) {
      found.push(`${person.name} has no copy of the board as it is`)
      continue
    }
    const read = readable(copy)
    if (read instanceof PackError) {
      found.push(`${person.name}'s copy can't be read: ${read.message}`)
      continue
    }
    const { seq, document } = read
    const folded = new BoardDocument()
    for (const batch of row.batches.slice(0, seq)) fold(folded, { ...batch, ops: unpackOps(batch.ops) })
    if (seq !== row.batches.length || document.hash !== folded.hash)
      found.push(`${person.name}'s copy of ${seq} of ${row.batches.length} is another one than the log says`)
  }
  return found
}

function readable(copy: BoardCopy): CopyDocument | PackError {
  try {
    return copyDocument(copy)
  } catch (error) {
    if (error instanceof PackError) return error
    throw error
  }
}
