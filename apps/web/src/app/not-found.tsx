import { HomeButton } from '../ui/HomeButton.tsx'
import { Sentence } from '../ui/Sentence.tsx'

export default function NotFound() {
  return (
    <Sentence text="There is nothing at this address.">
      <HomeButton />
    </Sentence>
  )
}
