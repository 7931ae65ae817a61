import { type Refolded, refolded } from '../log/refold.ts'
import { foldedDocument, type StoredDocument } from '../log/stored-document.ts'
import { type CopyRequest, copyDocument, type DocumentCopy } from './copy.ts'
import { type Erasure, type ErasureRequest, eraseElements } from './erasure.ts'
import { readableDocument } from './readable.ts'
import { paintThumbnail, type ThumbnailRequest } from './thumbnail.ts'

/** What is done with whole documents, off the event loop: each kind's request and result. */
export interface DocumentJobs {
  readonly refold: { readonly request: StoredDocument; readonly result: Refolded }
  readonly thumbnail: { readonly request: ThumbnailRequest; readonly result: Uint8Array }
  readonly readable: { readonly request: StoredDocument; readonly result: Uint8Array }
  readonly copy: { readonly request: CopyRequest; readonly result: DocumentCopy }
  readonly erase: { readonly request: ErasureRequest; readonly result: Erasure }
}

export type JobKind = keyof DocumentJobs

/** How each kind is done. */
export const DOCUMENT_JOBS: {
  readonly [Kind in JobKind]: (request: DocumentJobs[Kind]['request']) => DocumentJobs[Kind]['result']
} = {
  refold: (document) => refolded(foldedDocument(document)),
  thumbnail: paintThumbnail,
  readable: readableDocument,
  copy: copyDocument,
  erase: eraseElements,
}

/** To the thread. */
export interface JobMessage<Kind extends JobKind = JobKind> {
  readonly id: number
  readonly kind: Kind
  readonly request: DocumentJobs[Kind]['request']
}

/** From the thread. */
export type JobAnswer =
  | { readonly id: number; readonly ok: true; readonly result: DocumentJobs[JobKind]['result'] }
  | { readonly id: number; readonly ok: false; readonly error: string }
