import type { BoardId } from '@inkwire/board'
import { LIMITS, type LinkAccess, type LinkSummary } from '@inkwire/protocol'
import { type FormEvent, useState } from 'react'
import { copyText } from '../board/clipboard.ts'
import { linkTo } from '../board/share-link.ts'
import { Button } from '../ui/Button.tsx'
import { Select } from '../ui/Select.tsx'
import { LINK_ENDS, linkEnd } from './link-end.ts'
import type { Change } from './SharingDialog.tsx'
import { changeLink, newLink } from './sharing-api.ts'

const ACCESS: readonly { readonly value: LinkAccess; readonly text: string }[] = [
  { value: 'none', text: 'No access' },
  { value: 'view', text: 'Can view' },
  { value: 'comment', text: 'Can comment' },
  { value: 'edit', text: 'Can edit' },
]

interface LinkSettingsProps {
  readonly board: BoardId
  readonly link: LinkSummary
  readonly mine: boolean
  readonly waiting: boolean
  readonly onChange: Change
}

/** The link: what it lets people do, its password, its end, and another one in its place. */
export function LinkSettings({ board, link, mine, waiting, onChange }: LinkSettingsProps) {
  const [copied, setCopied] = useState<string | null>(null)
  const address = linkTo(board, link.key)
  const fixed = !mine || waiting

  const copy = async () => setCopied((await copyText(address)) ? 'Link copied' : address)

  return (
    <section aria-label="Link" className="flex flex-col gap-3">
      <div className="flex items-center justify-between gap-3">
        <span>Anyone with the link</span>
        <Select
          label="Anyone with the link"
          value={link.access}
          choices={ACCESS}
          disabled={fixed}
          onChoose={(access) => onChange(changeLink(board, { access }))}
          className="w-36"
        />
      </div>
      {link.access !== 'none' && (
        <>
          <div className="flex items-center gap-3">
            <Button kind="primary" onClick={copy}>
              Copy link
            </Button>
            <p role="status" className="min-w-0 truncate text-muted select-text">
              {copied}
            </p>
          </div>
          {mine && (
            <>
              <PasswordRow board={board} set={link.password} waiting={waiting} onChange={onChange} />
              <EndRow board={board} expiresAt={link.expiresAt} waiting={waiting} onChange={onChange} />
              <div className="flex items-center justify-between gap-3">
                <span className="text-muted">With a new link the old one stops working.</span>
                <Button
                  disabled={waiting}
                  onClick={async () => {
                    if (await onChange(newLink(board))) setCopied(null)
                  }}
                >
                  New link
                </Button>
              </div>
            </>
          )}
        </>
      )}
    </section>
  )
}

type RowProps = Pick<LinkSettingsProps, 'board' | 'waiting' | 'onChange'>

function PasswordRow({ board, set, waiting, onChange }: RowProps & { readonly set: boolean }) {
  const [password, setPassword] = useState<string | null>(null)
  const { least, most } = LIMITS.linkPasswordCharacters

  if (password === null) {
    return (
      <div className="flex items-center justify-between gap-3">
        <span className="text-muted">{set ? 'It needs a password.' : 'It needs no password.'}</span>
        <span className="flex gap-2">
          {set && (
            <Button kind="quiet" disabled={waiting} onClick={() => onChange(changeLink(board, { password: null }))}>
              Remove
            </Button>
          )}
          <Button disabled={waiting} onClick={() => setPassword('')}>
            {set ? 'Change' : 'Set a password'}
          </Button>
        </span>
      </div>
    )
  }
  const keep = async (event: FormEvent) => {
    event.preventDefault()
    if (await onChange(changeLink(board, { password }))) setPassword(null)
  }
  return (
    <form onSubmit={keep} className="flex flex-col gap-1.5">
      <div className="flex gap-2">
        <input
          aria-label="Password of the link"
          placeholder={`Password, at least ${least} characters`}
          autoComplete="off"
          // biome-ignore lint/a11y/noAutofocus: the field is there because it was asked for
          autoFocus
          value={password}
          maxLength={most}
          onChange={(event) => setPassword(event.target.value)}
          className="h-button min-w-0 flex-1 rounded-button border border-line bg-sunken px-2.5 placeholder:text-muted focus-visible:outline-offset-[-1px]"
        />
        <Button kind="quiet" onClick={() => setPassword(null)}>
          Cancel
        </Button>
        <Button type="submit" disabled={waiting || password.length < least}>
          Set
        </Button>
      </div>
      <p className="text-label text-muted">Whoever came with the link before has to enter it, too.</p>
    </form>
  )
}

function EndRow({ board, expiresAt, waiting, onChange }: RowProps & { readonly expiresAt: number | null }) {
  const now = expiresAt === null ? [] : [{ value: 'set', text: linkEnd(expiresAt) }]
  return (
    <div className="flex items-center justify-between gap-3">
      <span className="text-muted">It ends</span>
      <Select
        label="The link ends"
        value={expiresAt === null ? 'never' : 'set'}
        choices={[{ value: 'never', text: 'Never' }, ...now, ...LINK_ENDS]}
        disabled={waiting}
        onChoose={(chosen) => {
          const end = LINK_ENDS.find(({ value }) => value === chosen)
          if (end) void onChange(changeLink(board, { expiresAt: Date.now() + end.ms }))
          else if (chosen === 'never') void onChange(changeLink(board, { expiresAt: null }))
        }}
        className="w-56"
      />
    </div>
  )
}
