import type { EditorState } from '@inkwire/canvas'
import type { ClientState } from '@inkwire/sync'
import { useEffect } from 'react'
import type { ToastsControl } from '../ui/Toasts.tsx'
import { refusedWords } from './save-words.ts'

/** Says what the editor and the server have to say: notices, and changes that were finally refused. */
export function useBoardToasts(
  { refused }: ClientState,
  { notice }: EditorState,
  { shown, show, dismiss }: ToastsControl,
  showRefused: () => void,
): void {
  useEffect(() => {
    if (notice) show({ text: notice, kind: 'notice' })
  }, [notice, show])

  useEffect(() => {
    const [first] = refused
    if (!first) return
    show({
      text: refused.length === 1 ? first.refusal.message : refusedWords(refused.length),
      kind: 'refused',
      // It is somebody's work: it stays until they have seen it.
      stays: true,
      action: { text: 'Show', run: showRefused },
    })
  }, [refused, show, showRefused])

  const outdated = refused.length === 0 && shown.find(({ kind }) => kind === 'refused')
  useEffect(() => {
    if (outdated) dismiss(outdated.number)
  }, [outdated, dismiss])
}
