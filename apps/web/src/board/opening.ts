import type { BoardId } from '@inkwire/board'
import { Editor } from '@inkwire/canvas'
import { BoardClient, type BoardCopies, type ClientState, indexedDbCopies, indexedDbOutbox } from '@inkwire/sync'
import { useCallback, useEffect, useRef, useState } from 'react'
import { forgetCopies, keeper, onGone, settleKeeper } from '../account/keeper.ts'
import { ensurePerson, getSession } from '../api.ts'
import { noServer } from '../offline/no-server.ts'
import { useReturn } from '../offline/return.ts'
import { themeNow } from '../theme/theme.ts'
import { boardAssets } from './assets.ts'
import { type Asked, boardCommands } from './commands.ts'
import { editorStorage } from './editor-storage.ts'

/** The way to an open board. Whether I may be there comes later, from the client. */
export type Opening =
  | { readonly kind: 'opening' }
  | { readonly kind: 'failed'; readonly message: string; readonly away: boolean }
  | { readonly kind: 'opened'; readonly client: BoardClient; readonly editor: Editor }

/** Where there is a copy of the board, the server is waited for so long, ms. */
const SESSION_PATIENCE_MS = 2_000
/** A guest's session ends a moment before another tab of theirs has the account's. */
const SIGNING_IN_MS = 1_500

/**
 * Makes a session where there is none, then a client and an editor, which end with the component. Without a server a board opens
 * from the copy in this browser, and who I am is asked when there is one again.
 */
export function useOpening(board: BoardId, ask: (what: Asked) => void): readonly [Opening, retry: () => void] {
  const [opening, setOpening] = useState<Opening>({ kind: 'opening' })
  const [attempt, setAttempt] = useState(0)
  /** Once: a server that forgets every session would be asked for ever. */
  const renewed = useRef(false)
  const again = useCallback(() => setAttempt((count) => count + 1), [])
  const retry = useCallback(() => {
    setOpening({ kind: 'opening' })
    again()
  }, [again])

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt opens it again
  useEffect(() => {
    let gone = false
    let client: BoardClient | undefined

    const open = async () => {
      // In development React mounts twice in one turn: the first mount must not make a guest that the second doesn't know.
      await Promise.resolve()
      if (gone) return
      const copies = indexedDbCopies()
      const problem = await enter(board, copies)
      if (gone || problem !== null) {
        copies.release()
        if (problem !== null && !gone) setOpening({ kind: 'failed', ...problem })
        return
      }
      client = new BoardClient({ board, key: linkKey(), outbox: indexedDbOutbox(keeper), copies })
      whenNobody(client, async ({ person, source, waiting }) => {
        // Whoever was on the board, or has something to send, is told; a copy alone opens for whoever comes.
        const told = waiting > 0 || (person !== null && source === 'server')
        await forgetCopies()
        if (renewed.current) return
        renewed.current = true
        if (told) await new Promise((resolve) => setTimeout(resolve, SIGNING_IN_MS))
        const me = await (told ? getSession() : ensurePerson())
        if (me.ok && (!told || ('person' in me.body && me.body.person)) && !gone) retry()
      })
      const editor = new Editor({
        board: client,
        theme: themeNow(),
        commands: boardCommands(ask, () => client?.getState().role === 'owner'),
        storage: editorStorage,
        boardKey: board,
        raster: rasterPlace(),
        assets: boardAssets(board),
      })
      setOpening({ kind: 'opened', client, editor })
    }
    open()

    return () => {
      gone = true
      client?.close()
    }
  }, [board, ask, attempt])

  useEffect(() => onGone(() => window.location.reload()), [])
  useReturn(opening.kind === 'failed' && opening.away, again)
  return [opening, retry]
}

/** Null: the board can be opened. */
async function enter(board: BoardId, copies: BoardCopies): Promise<{ message: string; away: boolean } | null> {
  const settled = ensurePerson().then(async (me) => {
    if (me.ok) await settleKeeper(me.body)
    return me
  })
  if (await copies.has(board)) {
    await Promise.race([settled, new Promise((resolve) => setTimeout(resolve, SESSION_PATIENCE_MS))])
    return null
  }
  const me = await settled
  if (me.ok) return null
  if (me.code !== 'unreachable') return { message: me.message, away: false }
  const but = 'and this board was never opened in this browser.'
  return { message: `${noServer().replace(/\.$/, '')}, ${but}`, away: true }
}

/** Calls back when the server says that there is no session: a copy opens without asking, and the one that was may be over. */
function whenNobody(client: BoardClient, callback: (state: ClientState) => void): void {
  const stop = client.subscribe(() => {
    const state = client.getState()
    if (state.problem?.code !== 'session.missing') return
    stop()
    callback(state)
  })
}

/** `?raster=main` in the address paints without a worker: to see what a browser without one shows. */
const rasterPlace = (): 'main' | 'worker' =>
  new URLSearchParams(window.location.search).get('raster') === 'main' ? 'main' : 'worker'

/** The key in this page's address, `/b/<board id>#<key>`. */
export const linkKey = (): string | undefined => window.location.hash.slice(1) || undefined
