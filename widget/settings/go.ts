// Moves to a section of the page: focus to its heading, the section to the top of the window.

/** `from` is any node of the page. */
export function goTo(from: Node | null, section: string): void {
  const root = from?.getRootNode() as ShadowRoot
  const heading = root.querySelector<HTMLElement>(`#ysg-${section}`)
  heading?.focus({ preventScroll: true })
  heading?.closest('section')?.scrollIntoView()
}
