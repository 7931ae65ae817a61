import type { Editor } from '@inkwire/canvas'
import { useEffect } from 'react'
import type { Player } from './player.ts'

/** Keys that no field, button or dialog has a use for. */
export function useHistoryKeys(editor: Editor, player: Player | null, onClose: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { target, key } = event
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isElsewhere(target, key)) return
      const run = actionOf(key, editor, player, onClose)
      if (!run) return
      event.preventDefault()
      run()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [editor, player, onClose])
}

function isElsewhere(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false
  if (target.closest('dialog, [role="dialog"], input:not([type="range"])')) return true
  return key === ' ' && target.closest('button') !== null
}

function actionOf(key: string, editor: Editor, player: Player | null, onClose: () => void): (() => void) | undefined {
  switch (key) {
    case 'Escape':
      return onClose
    case ' ':
      return () => (player?.getState().playing ? player.pause() : player?.play())
    case 'ArrowLeft':
      return () => player?.step(-1)
    case 'ArrowRight':
      return () => player?.step(1)
    case 'Home':
      return () => player?.show(0)
    case 'End':
      return () => player?.show(Number.MAX_SAFE_INTEGER)
    case '+':
      return () => editor.run('zoom-in')
    case '-':
      return () => editor.run('zoom-out')
    default:
      return undefined
  }
}
