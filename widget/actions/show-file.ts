// Bytes fetched with the session's token, shown or saved by the browser. No address of ours is put into the page.

/** Opens `blob` in a new tab, or saves it as `name`. */
export function showFile(blob: Blob, name: string, how: 'open' | 'save'): void {
  const url = URL.createObjectURL(blob)
  const anchor = document.createElement('a')
  anchor.href = url
  if (how === 'open') anchor.target = '_blank'
  else anchor.download = name
  anchor.rel = 'noopener'
  anchor.click()
  // The new tab or the download reads it within moments; a minute is generous. The timer outlives the card on purpose.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
