// Kommo's theme is an attribute of <html>; a selector cannot look out of a shadow root in every browser (protocols.md P8).

/** Keeps `data-theme` of our root equal to the page's colour scheme, until the returned function is called. */
export function mirrorTheme(root: HTMLElement): () => void {
  const page = document.documentElement
  const copy = () =>
    root.setAttribute('data-theme', page.getAttribute('data-color-scheme') === 'dark' ? 'dark' : 'light')
  const observer = new MutationObserver(copy)
  observer.observe(page, { attributes: true, attributeFilter: ['data-color-scheme'] })
  copy()
  return () => observer.disconnect()
}
