import type { Figures } from '../figures.ts'
import type { Session } from '../session.ts'

/** Something that is done on a page that shows a scene, and measured. */
export type Case = (session: Session) => Promise<Figures>
