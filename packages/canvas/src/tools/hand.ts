import type { Desk } from '../desk.ts'
import { NO_DRAFT } from '../draft.ts'
import type { PointerInput, Tool } from './tool.ts'

type State = { readonly kind: 'idle' } | { readonly kind: 'panning'; readonly x: number; readonly y: number }

/** Drags the paper. */
export class HandTool implements Tool {
  readonly draft = NO_DRAFT
  private state: State = { kind: 'idle' }

  constructor(private readonly desk: Desk) {}

  get cursor(): string {
    return this.busy ? 'grabbing' : 'grab'
  }

  get busy(): boolean {
    return this.state.kind === 'panning'
  }

  down({ screen }: PointerInput): void {
    this.state = { kind: 'panning', x: screen.x, y: screen.y }
  }

  move({ screen }: PointerInput): void {
    if (this.state.kind !== 'panning') return
    this.desk.pan(screen.x - this.state.x, screen.y - this.state.y)
    this.state = { kind: 'panning', x: screen.x, y: screen.y }
  }

  up(): void {
    this.state = { kind: 'idle' }
  }

  cancel(): void {
    this.state = { kind: 'idle' }
  }
}
