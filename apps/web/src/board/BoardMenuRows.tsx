import { type Editor, PAPERS, type Paper } from '@inkwire/canvas'
import {
  CircleQuestionMark,
  Command,
  Copy,
  Download,
  History,
  House,
  ImagePlus,
  KeyRound,
  Link,
  type LucideIcon,
  Maximize,
  UserRound,
} from 'lucide-react'
import { useRouter } from 'next/navigation'
import { accountPath } from '../account/back.ts'
import { ThemeSwitch } from '../theme/ThemeSwitch.tsx'
import { MenuItem } from '../ui/MenuItem.tsx'
import type { BoardMenuProps } from './BoardMenu.tsx'
import { useMinimap } from './minimap-choice.ts'
import { shortcutOf, titleOf } from './shortcuts.ts'

/** What is needed now and then. */
export function BoardMenuRows({
  editor,
  state,
  opened,
  close,
  onPerson,
  onShare,
  onDuplicate,
  onHome,
}: BoardMenuProps & { readonly close: () => void }) {
  const router = useRouter()
  // Not of the editor's state, which this is drawn anew with.
  useMinimap()
  const choose = (run: () => void) => () => {
    close()
    run()
  }
  /** A row for a command, if there is one of that id. */
  const row = (id: string, icon: LucideIcon, text = titleOf(editor, id)) =>
    text !== undefined &&
    titleOf(editor, id) !== undefined && (
      <MenuItem
        icon={icon}
        text={text}
        shortcut={shortcutOf(editor, id)}
        disabled={!editor.can(id)}
        onClick={choose(() => editor.run(id))}
      />
    )
  return (
    <>
      {row('palette', Command)}
      <MenuItem icon={Link} text="Copy link" disabled={!opened} onClick={choose(onShare)} />
      <MenuItem icon={Copy} text="Duplicate board" disabled={!opened} onClick={choose(onDuplicate)} />
      {row('insert-image', ImagePlus)}
      {row('export', Download)}
      {row('history', History)}
      <div className="roomy:hidden">{row('zoom-fit', Maximize)}</div>
      <Divider />
      {state.canEdit && (
        <div className="flex items-center justify-between py-1 pr-1 pl-2.5">
          Paper
          <PaperSwitch editor={editor} paper={state.paper} />
        </div>
      )}
      <div className="flex items-center justify-between py-1 pr-1 pl-2.5">
        Theme
        <ThemeSwitch />
      </div>
      {editor.commands
        .filter(({ id, group }) => id === 'minimap' || group === 'Preferences')
        .map(({ id, title, checked }) => (
          <MenuItem
            key={id}
            text={title}
            checked={checked?.(editor) ?? false}
            shortcut={shortcutOf(editor, id)}
            onClick={() => editor.run(id)}
          />
        ))}
      <Divider />
      <MenuItem icon={UserRound} text="Name and color…" onClick={choose(onPerson)} />
      <MenuItem icon={KeyRound} text="Account…" onClick={choose(() => router.push(accountPath()))} />
      {row('help', CircleQuestionMark)}
      <MenuItem icon={House} text="Back to my boards" onClick={choose(onHome)} />
    </>
  )
}

/** A small piece of each paper. */
const PIECES: { readonly [P in Paper]: string } = {
  plain: '',
  dots: 'M5.5 5.5h.01M10.5 5.5h.01M5.5 10.5h.01M10.5 10.5h.01',
  lines: 'M3 6h10M3 10h10',
  squares: 'M3 6h10M3 10h10M6 3v10M10 3v10',
}

function PaperSwitch({ editor, paper }: { readonly editor: Editor; readonly paper: Paper }) {
  return (
    <fieldset className="flex rounded-button bg-sunken p-0.5">
      <legend className="sr-only">Paper</legend>
      {PAPERS.map((each) => {
        const title = titleOf(editor, `paper-${each}`) ?? each
        return (
          <button
            key={each}
            type="button"
            aria-label={title}
            title={title}
            aria-pressed={paper === each}
            onClick={() => editor.run(`paper-${each}`)}
            className="grid h-7 w-8 place-items-center rounded-md text-muted hover:text-text aria-pressed:bg-panel aria-pressed:text-text aria-pressed:ring-1 aria-pressed:ring-line pointer-coarse:h-10 pointer-coarse:w-11"
          >
            <svg
              width="16"
              height="16"
              viewBox="0 0 16 16"
              fill="none"
              stroke="currentColor"
              strokeLinecap="round"
              aria-hidden="true"
            >
              <rect x="2.5" y="2.5" width="11" height="11" rx="2" strokeOpacity="0.6" />
              <path d={PIECES[each]} strokeWidth={each === 'dots' ? 1.75 : 1} />
            </svg>
          </button>
        )
      })}
    </fieldset>
  )
}

const Divider = () => <div className="m-1 h-px bg-line" />
