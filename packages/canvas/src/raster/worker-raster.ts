import {
  type BoardSession,
  type Element,
  type ElementId,
  type PackedDocument,
  PackWriter,
  type Value,
} from '@inkwire/board'
import type { ThemeColors } from '../palette.ts'
import type { Revision } from '../tiles/revision.ts'
import { pageFontSources } from './font-sources.ts'
import type { FromRaster, ToRaster } from './messages.ts'
import type { Patch } from './patch.ts'
import type { Raster, RasterListener } from './raster.ts'

/** More changed elements than this are sent as a whole document is: cloning as many would block the page. */
const MAX_CLONED = 1_000
/** Packed in one go between two frames, ms. */
const SLICE = 6
/** Bytes of a packed element, about. */
const ELEMENT_BYTES = 200

/** Paints in a worker. The page sends it what changed, and never waits for it. */
export class WorkerRaster implements Raster {
  readonly shares = false
  /** The document is being sent, bit by bit. */
  private sending = false
  /** Changed while the document was being sent. */
  private meanwhile = new Set<ElementId>()
  private revision: Revision = 0
  /** A snapshot that was sent while the page had not read it yet; it counts when `loaded` follows. */
  private sentAhead: Uint8Array | undefined
  private readonly stopListening: (() => void) | undefined
  private closed = false

  constructor(
    private readonly worker: Worker,
    private readonly board: BoardSession,
    private readonly listener: RasterListener,
    picturesFolder?: string,
  ) {
    worker.onmessage = ({ data }: MessageEvent<FromRaster>) => this.take(data)
    worker.onerror = () => listener.failed()
    this.send({ kind: 'fonts', sources: pageFontSources() })
    if (picturesFolder !== undefined) this.send({ kind: 'pictures', folder: picturesFolder })
    void this.sendDocument()
    this.stopListening = board.onSnapshot?.((bytes) => this.sendAhead(bytes))
  }

  documentCame(): boolean {
    if (this.sending) return false
    const packed = this.board.takeSnapshot?.()
    if (!packed) return false
    this.sendPacked(packed)
    return true
  }

  change(ids: Iterable<ElementId>, revision: Revision): void {
    this.revision = revision
    const changed = [...ids]
    if (this.sending) {
      for (const id of changed) this.meanwhile.add(id)
    } else if (this.sentAhead || changed.length > MAX_CLONED) void this.sendDocument()
    else this.sendChange(changed)
  }

  hide(ids: readonly ElementId[]): void {
    this.send({ kind: 'hide', ids })
  }

  look(colors: ThemeColors): void {
    this.send({ kind: 'look', colors })
  }

  fontsCame(): void {
    // The worker loads its own; only those of a stylesheet that came late are new to it.
    this.send({ kind: 'fonts', sources: pageFontSources() })
  }

  want(patches: readonly Patch[]): void {
    this.send({ kind: 'want', patches })
  }

  close(): void {
    this.closed = true
    this.stopListening?.()
    this.worker.terminate()
  }

  private send(message: ToRaster, ...transfer: Transferable[]): void {
    this.worker.postMessage(message, transfer)
  }

  private sendChange(ids: Iterable<ElementId>): void {
    const elements = [...ids].map((id): readonly [ElementId, Element | null] => [id, this.board.get(id) ?? null])
    this.send({ kind: 'change', elements, revision: this.revision })
  }

  /** Sends all of the document: as the server packed it where the session still has that, else packed here, bit by bit. */
  private async sendDocument(): Promise<void> {
    const packed = this.board.takeSnapshot?.()
    if (packed) {
      this.sendPacked(packed)
      return
    }
    this.sending = true
    this.sentAhead = undefined
    this.meanwhile.clear()
    this.send({ kind: 'clear' })
    await this.sendInSlices()
    if (this.closed) return
    this.sending = false
    this.sendChange(this.meanwhile)
    this.send({ kind: 'loaded', revision: this.revision })
  }

  private sendPacked({ bytes, changed }: PackedDocument): void {
    // Only a buffer that holds nothing else can be given away.
    if (bytes !== this.sentAhead) this.sendWhole(bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice())
    this.sentAhead = undefined
    this.sendChange(changed)
    this.send({ kind: 'loaded', revision: this.revision })
  }

  /** The worker reads a copy while the page reads its own: what comes first on screen waits for both. */
  private sendAhead(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.sending) return
    this.sentAhead = bytes
    this.sendWhole(bytes.slice())
  }

  private sendWhole(bytes: Uint8Array<ArrayBuffer>): void {
    this.send({ kind: 'clear' })
    this.send({ kind: 'elements', bytes, whole: true }, bytes.buffer)
  }

  private async sendInSlices(): Promise<void> {
    let writer = new PackWriter(MAX_CLONED * ELEMENT_BYTES)
    let until = performance.now() + SLICE
    for (const element of [...this.board.elements()]) {
      writer.value(element as Value)
      if (performance.now() < until) continue
      this.sendElements(writer)
      writer = new PackWriter(MAX_CLONED * ELEMENT_BYTES)
      await new Promise((resolve) => setTimeout(resolve))
      if (this.closed) return
      until = performance.now() + SLICE
    }
    this.sendElements(writer)
  }

  private sendElements(writer: PackWriter): void {
    const bytes = writer.finish()
    this.send({ kind: 'elements', bytes, whole: false }, bytes.buffer)
  }

  private take(message: FromRaster): void {
    switch (message.kind) {
      case 'ready':
        this.listener.ready()
        return
      case 'painted':
        this.listener.painted(message.id, message.bitmap, message.revision)
        return
      case 'outdated':
        this.listener.outdated(message.ids)
        return
    }
  }
}
