import { ERRORS } from '@inkwire/protocol'
import { HomeButton } from '../../../ui/HomeButton.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'

export default function BoardNotFound() {
  return (
    <Sentence text={ERRORS['board.unknown'].message}>
      <HomeButton />
    </Sentence>
  )
}
