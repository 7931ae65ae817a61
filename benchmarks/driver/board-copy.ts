import { BoardDocument, fold, unpackOps, unpackSnapshot } from '@inkwire/board'
import { unpackRecords } from '@inkwire/protocol'
import type { Entry } from './boards.ts'
import { openPage, type Page } from './page.ts'

/** A board as a page has it that has just joined: snapshot and tail, folded up to the head. */
export async function copyBoard(entry: Entry): Promise<{ readonly page: Page; readonly document: BoardDocument }> {
  const page = await openPage(entry)
  const { snapshot, head, epoch } = page.joined
  const document = snapshot ? unpackSnapshot(await bytesOf(entry, snapshot.path)) : new BoardDocument()
  let seq = snapshot?.seq ?? 0
  let { tail } = page.joined
  for (;;) {
    for (const record of unpackRecords(tail)) {
      fold(document, { ...record, ops: unpackOps(record.ops) })
      seq = record.seq
    }
    if (seq >= head) return { page, document }
    const answer = await page.socket.emitWithAck('tail', { board: entry.board, epoch, after: seq })
    if (!answer.ok) throw new Error(`The tail was refused: ${answer.error.message}`)
    tail = answer.tail
  }
}

async function bytesOf({ origin, cookie }: Entry, path: string): Promise<Uint8Array> {
  const answer = await fetch(`${origin}${path}`, { headers: { cookie } })
  if (!answer.ok) throw new Error(`The snapshot was refused: ${answer.status} ${await answer.text()}`)
  return new Uint8Array(await answer.arrayBuffer())
}
