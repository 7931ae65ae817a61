import { hitsAgreeWithPixels } from './hit-proof.ts'
import { everythingLoaded } from './painting.ts'
import { paintedRow, rowNames } from './reference-proof.ts'
import { smallLooks } from './small-proof.ts'
import { patchesEqualWhole } from './tile-proof.ts'

const proofs = { everythingLoaded, hitsAgreeWithPixels, paintedRow, patchesEqualWhole, rowNames, smallLooks }

declare global {
  interface Window {
    proofs: typeof proofs
  }
}

window.proofs = proofs
