// The panel's body is usually hidden when we are mounted; nothing is asked of any server before somebody sees it.

/** Tells whether `element` is seen, at once and at every change, until the returned function is called. */
export function watchVisible(element: Element, tell: (visible: boolean) => void): () => void {
  let inView = false
  let last: boolean | null = null
  const update = () => {
    const visible = inView && document.visibilityState === 'visible'
    if (visible !== last) tell(visible)
    last = visible
  }
  const observer = new IntersectionObserver((entries) => {
    inView = entries.at(-1)?.isIntersecting ?? false
    update()
  })
  observer.observe(element)
  document.addEventListener('visibilitychange', update)
  return () => {
    observer.disconnect()
    document.removeEventListener('visibilitychange', update)
  }
}
