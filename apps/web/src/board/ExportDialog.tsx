import type { Editor, Exporter, PictureKind } from '@inkwire/canvas'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { fileName, saveFile } from './saved-file.ts'

interface ExportDialogProps {
  readonly editor: Editor
  /** The board's name. */
  readonly name: string
  /** What is chosen at first. */
  readonly kind: PictureKind
  readonly onClose: () => void
}

const SCALES = [1, 2, 3] as const

/** Saves the board, or what is selected, as a picture. */
export function ExportDialog({ editor, name, kind: firstKind, onClose }: ExportDialogProps) {
  const [selected] = useState(editor.state.selection.length)
  const [kind, setKind] = useState(firstKind)
  const [what, setWhat] = useState<'board' | 'selection'>(selected > 0 ? 'selection' : 'board')
  const [background, setBackground] = useState(true)
  const [scale, setScale] = useState<number>(2)
  const [exporter, setExporter] = useState<Exporter | null>(null)
  const [phase, setPhase] = useState<'idle' | 'busy' | 'failed'>('idle')
  const work = useRef<AbortController | null>(null)

  useEffect(() => {
    let gone = false
    editor.exports.exporter().then(
      (made) => !gone && setExporter(made),
      () => !gone && setPhase('failed'),
    )
    return () => {
      gone = true
      work.current?.abort()
    }
  }, [editor])

  const size = exporter?.size({ what, scale: kind === 'png' ? scale : 1 })

  const save = async () => {
    if (!exporter) return
    setPhase('busy')
    const ending = new AbortController()
    work.current = ending
    try {
      const options = { what, background, scale, signal: ending.signal }
      const file = await (kind === 'png' ? exporter.png(options) : exporter.svg(options))
      saveFile(file, fileName(name, kind))
      onClose()
    } catch {
      if (!ending.signal.aborted) setPhase('failed')
    }
  }

  const copy = () => {
    void editor.exports.copy(kind, { what, background, scale })
    onClose()
  }

  return (
    <Dialog title="Export" onClose={onClose} className="max-w-[380px]">
      <div className="flex flex-col gap-3 px-5 pt-3 pb-5">
        <Choice
          label="Format"
          value={kind}
          onChange={setKind}
          options={[
            ['png', 'PNG'],
            ['svg', 'SVG'],
          ]}
        />
        {/* biome-ignore format: one row */}
        {selected > 0 && (
          <Choice
            label="What"
            value={what}
            onChange={setWhat}
            options={[
              ['selection', 'Selection'],
              ['board', 'Whole board'],
            ]}
          />
        )}
        {kind === 'png' && (
          <Choice
            label="Size"
            value={scale}
            onChange={setScale}
            options={SCALES.map((times) => [times, `${times}×`] as const)}
          />
        )}
        <label className="flex items-center justify-between py-1">
          Background
          <input
            type="checkbox"
            checked={background}
            onChange={(event) => setBackground(event.target.checked)}
            className="size-4.5 accent-[var(--accent)]"
          />
        </label>
        <p aria-live="polite" className="min-h-5 text-label text-muted">
          {phase === 'failed'
            ? 'That did not work. Try a smaller size.'
            : exporter && !size
              ? 'There is nothing to be seen.'
              : size && kind === 'png'
                ? `${size.w.toLocaleString('en')} × ${size.h.toLocaleString('en')} px${size.reduced ? ': scaled down, as pictures can’t be larger' : ''}`
                : ''}
        </p>
        <div className="flex justify-end gap-2">
          <Button kind="quiet" className="mr-auto -ml-3" disabled={!size || phase === 'busy'} onClick={copy}>
            Copy
          </Button>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled={!size || phase === 'busy'} onClick={save}>
            {phase === 'busy' ? 'Painting…' : 'Export'}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

interface ChoiceProps<Value> {
  readonly label: string
  readonly value: Value
  readonly onChange: (value: Value) => void
  readonly options: readonly (readonly [value: Value, text: string])[]
}

function Choice<Value extends string | number>({ label, value, onChange, options }: ChoiceProps<Value>) {
  return (
    <fieldset className="flex items-center justify-between">
      <legend className="float-left">{label}</legend>
      <div className="flex rounded-button bg-sunken p-0.5">
        {options.map(([each, text]) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === value}
            onClick={() => onChange(each)}
            className="h-8 rounded-md px-3 text-muted hover:text-text aria-pressed:bg-panel aria-pressed:text-text aria-pressed:ring-1 aria-pressed:ring-line pointer-coarse:h-10"
          >
            {text}
          </button>
        ))}
      </div>
    </fieldset>
  )
}
