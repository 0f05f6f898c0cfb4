// Events that leave a shadow root are retargeted to a plain <div>, so a shortcut of the host that looks for an input
// would fire while somebody types. They are stopped at the border, in the bubble phase (protocols.md P8).

const kinds = 'keydown keypress keyup input paste cut copy'.split(' ')

/** Stops typing and clipboard events at `element`, until the returned function is called. */
export function closeBorder(element: Element): () => void {
  const stop = (event: Event) => event.stopPropagation()
  for (const kind of kinds) element.addEventListener(kind, stop)
  return () => {
    for (const kind of kinds) element.removeEventListener(kind, stop)
  }
}
