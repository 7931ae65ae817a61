import { DOCUMENT_JOBS } from '../../documents/document-job.ts'
import { Pruning } from '../../upkeep/pruning.ts'
import { AdminError } from '../admin-error.ts'
import { allBoards } from '../board-facts.ts'
import type { Command } from '../command.ts'
import { boardNamed } from '../naming.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

/** Removes old history now; HISTORY_DAYS does the same in the background. */
export const prune: Command = {
  usage: '<board>… | --all  --days <number>',
  about: 'removes the history that is older; boards and named versions stay',
  options: { all: { type: 'boolean' }, days: { type: 'string' } },
  words: { least: 0, most: 1_000 },
  async run({ database, log, say }, { words, text, flag }) {
    const days = text('days') ?? ''
    if (!/^\d{1,5}$/.test(days) || Number(days) > 36_500) throw new AdminError('Say how old: --days 365 (0 to 36500).')
    const all = flag('all')
    if (all === words.length > 0) throw new AdminError('Name boards, or say --all.')
    const cutoff = new Date(Date.now() - Number(days) * DAY_MS)
    const pruning = new Pruning(database, log, async (document) => DOCUMENT_JOBS.refold(document))
    let sum = 0
    for (const board of all ? await allBoards(database) : words.map(boardNamed)) {
      const removed = await pruning.pruneBoard(board, cutoff)
      if (removed === 'busy') throw new AdminError('Inkwire is pruning in this moment: try again when it is done.')
      if (removed === 'unknown' && !all) throw new AdminError(`There is no board ${board}.`)
      if (removed === 'unknown' || (removed === 0 && all)) continue
      say(`${board}: ${removed} batches removed`)
      sum += removed
    }
    if (all) say(`${sum} batches removed`)
    return true
  },
}
