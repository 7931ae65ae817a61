interface Window {
  /** What the service's board page has of its board. */
  inkwire?: { head(): { readonly epoch: string | null; readonly seq: number } }
}
