import { AdminError } from '../admin-error.ts'
import { allBoards } from '../board-facts.ts'
import type { Command } from '../command.ts'
import { boardNamed } from '../naming.ts'
import { verifyBoard } from '../verification.ts'

/** Refolds logs and compares them with their snapshots. Nothing is changed. */
export const verify: Command = {
  usage: '<board>… | --all',
  about: 'folds the log anew and compares hashes with the snapshots; exit code 1 where they differ',
  options: { all: { type: 'boolean' } },
  words: { least: 0, most: 1_000 },
  async run({ database, log, say }, { words, flag }) {
    const all = flag('all')
    if (all === words.length > 0) throw new AdminError('Name boards, or say --all.')
    let bad = 0
    const boards = all ? await allBoards(database) : words.map(boardNamed)
    for (const board of boards) {
      const found = await verifyBoard(database, log, board)
      // Removed for good while others were looked at.
      if (!found && all) continue
      if (!found) throw new AdminError(`There is no board ${board}.`)
      const { batches, snapshots, hash, faults } = found
      if (faults.length === 0) say(`${board} is well: ${batches} batches, ${snapshots} snapshots, hash ${hash}`)
      else bad++
      for (const fault of faults) say(`${board} IS NOT WELL: ${fault}`)
    }
    if (all) say(`${boards.length} boards, ${bad} of them not well`)
    return bad === 0
  },
}
