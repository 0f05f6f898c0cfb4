// Elements for the page. Strings become text nodes, so nothing from the CRM is ever read as markup.

const svgNamespace = 'http://www.w3.org/2000/svg'

/** `el('button.k-link', { type: 'button', onclick }, 'Save')`; null and false children are left out. */
export function el(selector, attributes, ...children) {
  const [tag, ...classes] = selector.split('.')
  const node = document.createElement(tag || 'div')
  if (classes.length > 0) node.className = classes.join(' ')
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue
    if (typeof value === 'function') node[name] = value
    else if (name === 'style') Object.assign(node.style, value)
    else node.setAttribute(name, value === true ? '' : String(value))
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false))
  return node
}

const strokes = {
  agenda:
    'M3 3.25h10q.75 0 .75.75v9q0 .75-.75.75H3q-.75 0-.75-.75V4q0-.75.75-.75zM2.25 6.5h11.5M5.5 1.75v2.75M10.5 1.75v2.75',
  board: 'M2.25 2.75h3v10.5h-3zM6.5 2.75h3v7.5h-3zM10.75 2.75h3v5h-3z',
  chart: 'M2.25 13.75h11.5M4 11V7.5M8 11V3.5M12 11V6',
  chat: 'M2 3h12v8H8.5L5 13.75V11H2z',
  clip: 'M12.5 7.25L7.6 12.2a3 3 0 01-4.25-4.25l5.3-5.3a2 2 0 012.85 2.85L6.4 10.6a1 1 0 01-1.4-1.4l4.4-4.4',
  down: 'M4 6.25l4 4 4-4',
  file: 'M3.75 1.75h5.5l3 3v9.5h-8.5zM9 1.75V5h3.25',
  home: 'M2.25 7.25L8 2.25l5.75 5v6.5h-4v-4h-3.5v4h-4z',
  left: 'M9.75 4l-4 4 4 4',
  mail: 'M2.75 3.25h10.5q1 0 1 1v7.5q0 1-1 1H2.75q-1 0-1-1v-7.5q0-1 1-1zM2.25 4l5.75 4.75L13.75 4',
  note: 'M3.25 2.25h9.5v8l-3.5 3.5h-6zM9.25 13.75v-3.5h3.5M5.5 5.25h5M5.5 7.75h3',
  plus: 'M8 3v10M3 8h10',
  right: 'M6.25 4l4 4-4 4',
  sign: 'M2 13.75h12M9.6 2.9l2.4 2.4-5.6 5.6-3 .6.6-3z',
  sliders:
    'M2 5h5.5M11.5 5H14M2 11h2.5M8.5 11H14M9.5 3.1a1.9 1.9 0 100 3.8 1.9 1.9 0 000-3.8zM6.5 9.1a1.9 1.9 0 100 3.8 1.9 1.9 0 000-3.8z',
  task: 'M3.75 2.25h8.5q1.5 0 1.5 1.5v8.5q0 1.5-1.5 1.5h-8.5q-1.5 0-1.5-1.5v-8.5q0-1.5 1.5-1.5zM5.25 8.1l1.9 1.9 3.6-4',
  users:
    'M6 2.85a2.4 2.4 0 100 4.8 2.4 2.4 0 000-4.8zM1.25 13.25c.35-2.5 2.2-3.75 4.75-3.75s4.4 1.25 4.75 3.75M10.25 3.1a2.3 2.3 0 010 4.3M12 9.85c1.6.5 2.5 1.65 2.75 3.4',
}

/** A line icon of 16 by 16, decoration only. */
export function icon(name) {
  const svg = document.createElementNS(svgNamespace, 'svg')
  svg.setAttribute('viewBox', '0 0 16 16')
  svg.setAttribute('aria-hidden', 'true')
  svg.setAttribute('class', 'k-icon')
  const path = document.createElementNS(svgNamespace, 'path')
  path.setAttribute('d', strokes[name])
  svg.append(path)
  return svg
}

/** Replaces what a node holds, unless somebody types in it; then it is done when the focus leaves. Only if `key` is new. */
export function redraw(node, key, draw) {
  const text = JSON.stringify(key)
  if (node.dataset.key === text) return
  if (node.contains(document.activeElement) && /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) {
    document.activeElement.addEventListener('blur', () => setTimeout(() => redraw(node, key, draw)), { once: true })
    return
  }
  node.dataset.key = text
  node.replaceChildren(...[draw()].flat().filter(Boolean))
}

export async function getJson(url) {
  const response = await fetch(url)
  if (!response.ok) return undefined
  return response.json()
}

/** Posts JSON (or raw bytes) to a route of the page; answers the JSON or undefined after telling the user why not. */
export async function post(url, body) {
  const raw = body instanceof Blob
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': raw ? 'application/octet-stream' : 'application/json' },
    body: raw ? body : JSON.stringify(body),
  })
  const reply = await response.json()
  if (response.ok) return reply
  window.APP.notifications.show_message_error({ header: 'Not saved', text: reply.message, date: Date.now() / 1000 })
  return undefined
}
