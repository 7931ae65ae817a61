import { Button } from '../ui/Button.tsx'

/** Why nothing can be shown, and the way on. */
export function Failed({ message, onRetry }: { readonly message: string; readonly onRetry: () => void }) {
  return (
    <div className="flex flex-col items-start gap-4">
      <p role="alert">{message}</p>
      <Button onClick={onRetry}>Try again</Button>
    </div>
  )
}
