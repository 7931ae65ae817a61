import BoardRoute from '../../b/[id]/page.tsx'

/** The board's page, to be shown in a frame of another site (security/embedding.ts). */
export default BoardRoute
