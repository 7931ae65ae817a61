import type { BoardId } from '@inkwire/board'
import type { BoardVersion, HistoryBody } from '@inkwire/protocol'
import { useEffect, useState } from 'react'
import type { HistoryBoard } from './history-board.ts'
import { Past } from './past.ts'
import { Player, pageTime } from './player.ts'
import { getHistory, serverPast } from './requests.ts'

/** A history and what goes through it. */
export interface OpenedPast {
  readonly history: HistoryBody
  readonly past: Past
  readonly player: Player
}

export type Reading =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | ({ readonly kind: 'opened' } & OpenedPast)

/** Reads the history, as long as the component is there. */
export function useReading(board: BoardId, shown: HistoryBoard, seq: number | undefined) {
  const [reading, setReading] = useState<Reading>({ kind: 'loading' })
  const [attempt, setAttempt] = useState(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt opens it again; where it begins does not change
  useEffect(() => {
    let gone = false
    let player: Player | undefined
    setReading({ kind: 'loading' })
    getHistory(board).then((reply) => {
      if (gone) return
      if (!reply.ok) return setReading({ kind: 'failed', message: reply.message })
      const history = reply.body
      const islands = new Set(history.versions.map((version) => version.seq).filter((at) => at < history.floor))
      const past = new Past(serverPast(board, history.epoch), history.floor, history.head, islands)
      const first = Math.max(history.floor, Math.min(history.head, seq ?? history.head))
      player = new Player(shown, past, first, pageTime)
      setReading({ kind: 'opened', history, past, player })
    })
    return () => {
      gone = true
      player?.close()
    }
  }, [board, shown, attempt])

  const retry = () => setAttempt((count) => count + 1)
  const setVersions = (change: (versions: readonly BoardVersion[]) => readonly BoardVersion[]) =>
    setReading((before) =>
      before.kind === 'opened'
        ? { ...before, history: { ...before.history, versions: change(before.history.versions) } }
        : before,
    )
  return [reading, retry, setVersions] as const
}
