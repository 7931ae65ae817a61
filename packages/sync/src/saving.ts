import type { Adoption } from './adoption.ts'
import type { ClientState } from './client-state.ts'
import type { Clock } from './clock.ts'
import type { Joining } from './joining.ts'
import type { OwnBatches } from './own-batches.ts'
import { SaveWatch } from './save-state.ts'

export interface SavingOptions {
  readonly clock: Clock
  readonly own: OwnBatches
  readonly adoption: Adoption
  readonly joining: Joining
  readonly set: (change: Pick<ClientState, 'save' | 'waiting' | 'why' | 'outlives' | 'readOnly' | 'connected'>) => void
  /** Nothing was heard of the server for a while. */
  readonly offline: () => void
}

/** Says how my changes stand: what waits, whether it is being saved, and why not. */
export class Saving {
  private readonly watch: SaveWatch

  constructor(private readonly options: SavingOptions) {
    const { clock, own, adoption, joining } = options
    this.watch = new SaveWatch(
      clock,
      () => {
        const connected = joining.link !== undefined
        return {
          connected,
          waiting: this.waiting,
          waitingSince: Math.max(
            own.outbox.unsaved[0]?.at ?? Number.NEGATIVE_INFINITY,
            own.outbox.savedAt,
            adoption.waitingSince,
          ),
          why: connected ? (adoption.why ?? own.outbox.why) : joining.problem,
        }
      },
      () => this.update(),
    )
  }

  /** Something that it follows from may have changed. */
  update(): void {
    const { own, adoption, joining, set, offline } = this.options
    this.watch.update()
    const { state: save, why } = this.watch
    set({
      save,
      why,
      waiting: this.waiting,
      outlives: own.outlives,
      readOnly: own.outbox.full || adoption.full ? 'full' : null,
      connected: joining.link !== undefined,
    })
    if (save === 'offline') offline()
  }

  close(): void {
    this.watch.close()
  }

  private get waiting(): number {
    return this.options.own.outbox.size + this.options.adoption.size
  }
}
