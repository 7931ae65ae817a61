import type { ClientState } from '@inkwire/sync'

const WORDS: { readonly [Save in ClientState['save']]: string } = {
  saved: 'Saved',
  saving: 'Saving…',
  unsaved: 'Not saved yet',
  offline: 'Offline',
}

/** Whether all I did is stored. Its place is as wide as its longest word, so that nothing moves. */
export function SaveState({ state }: { readonly state: ClientState }) {
  const opening = state.phase === 'connecting' && state.save !== 'offline'
  return (
    <p
      role="status"
      className="min-w-[84px] px-2 text-label whitespace-nowrap text-muted max-sm:px-1.5 max-sm:text-[11px] max-sm:leading-[14px]"
    >
      {opening ? 'Opening…' : WORDS[state.save]}
    </p>
  )
}
