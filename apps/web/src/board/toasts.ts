import type { EditorState } from '@inkwire/canvas'
import type { BoardClient, ClientState } from '@inkwire/sync'
import { useEffect } from 'react'
import type { ToastsControl } from '../ui/Toasts.tsx'
import { exportRefused } from './refused-export.ts'

/** Says what the editor and the server have to say: notices, and changes that were finally refused. */
export function useBoardToasts(
  client: BoardClient,
  { refused }: ClientState,
  { notice }: EditorState,
  { show }: ToastsControl,
): void {
  useEffect(() => {
    if (notice) show({ text: notice, kind: 'notice' })
  }, [notice, show])

  useEffect(() => {
    const latest = refused.at(-1)
    if (!latest) return
    show({
      text: latest.refusal.message,
      kind: 'refused',
      // It is somebody's work: it stays until they decide.
      stays: true,
      action: { text: 'Export', run: () => exportRefused(refused) },
      onDismiss: () => client.dismissRefused(),
    })
  }, [refused, client, show])
}
