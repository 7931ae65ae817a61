import type { BoardId } from '@inkwire/board'
import { Editor } from '@inkwire/canvas'
import { BoardClient, indexedDbOutbox } from '@inkwire/sync'
import { useEffect, useState } from 'react'
import { ensurePerson } from '../api.ts'
import { themeNow } from '../theme/theme.ts'
import { boardAssets } from './assets.ts'
import { type Asked, boardCommands } from './commands.ts'
import { editorStorage } from './editor-storage.ts'

/** The way to an open board. Whether I may be there comes later, from the client. */
export type Opening =
  | { readonly kind: 'opening' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'opened'; readonly client: BoardClient; readonly editor: Editor }

/** Makes a session where there is none, then a client and an editor, which end with the component. */
export function useOpening(board: BoardId, ask: (what: Asked) => void): readonly [Opening, retry: () => void] {
  const [opening, setOpening] = useState<Opening>({ kind: 'opening' })
  const [attempt, setAttempt] = useState(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt opens it again
  useEffect(() => {
    let gone = false
    let client: BoardClient | undefined

    const open = async () => {
      // In development React mounts twice in one turn: the first mount must not make a guest that the second doesn't know.
      await Promise.resolve()
      if (gone) return
      const me = await ensurePerson()
      if (gone) return
      if (!me.ok) return setOpening({ kind: 'failed', message: me.message })
      client = new BoardClient({ board, key: linkKey(), outbox: indexedDbOutbox() })
      const editor = new Editor({
        board: client,
        theme: themeNow(),
        commands: boardCommands(ask),
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

  const retry = () => {
    setOpening({ kind: 'opening' })
    setAttempt((count) => count + 1)
  }
  return [opening, retry]
}

/** `?raster=main` in the address paints without a worker: to see what a browser without one shows. */
const rasterPlace = (): 'main' | 'worker' =>
  new URLSearchParams(window.location.search).get('raster') === 'main' ? 'main' : 'worker'

/** The key in this page's address, `/b/<board id>#<key>`. */
export const linkKey = (): string | undefined => window.location.hash.slice(1) || undefined
