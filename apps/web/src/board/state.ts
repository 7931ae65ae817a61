import type { Editor, EditorState } from '@inkwire/canvas'
import type { BoardClient, ClientState } from '@inkwire/sync'
import { useCallback, useSyncExternalStore } from 'react'

/** What the client knows now: connection, save state, people. */
export function useClientState(client: BoardClient): ClientState {
  return useSyncExternalStore(
    useCallback((listener) => client.subscribe(listener), [client]),
    useCallback(() => client.getState(), [client]),
  )
}

/** What the editor shows now: tool, selection, zoom, style. */
export function useEditorState(editor: Editor): EditorState {
  return useSyncExternalStore(
    useCallback((listener) => editor.subscribe(listener), [editor]),
    useCallback(() => editor.getState(), [editor]),
  )
}
