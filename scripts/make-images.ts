// Draws the six logos that Kommo demands (contracts/kommo-widget.md 1.2): a sheet being signed, on our blue. Run by hand
// when the mark changes; the pictures are kept in widget/images.
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { deflateSync } from 'node:zlib'

/** Exact sizes; the uploader refuses any other. */
export const imageSizes = {
  'logo_main.png': [400, 272],
  'logo.png': [130, 100],
  'logo_small.png': [108, 108],
  'logo_medium.png': [240, 84],
  'logo_min.png': [84, 84],
  'logo_dp.png': [174, 109],
} as const satisfies Record<string, readonly [number, number]>

type Color = readonly [number, number, number]
type Point = readonly [number, number]

const ground: Color = [34, 50, 74]
const paper: Color = [255, 255, 255]
const fold: Color = [196, 208, 226]
const rule: Color = [176, 188, 206]
const ink: Color = [43, 105, 221]

/** A PNG of that size: the sheet in its middle, or at the left of a wide one with a signature beside it. */
export function drawLogo(width: number, height: number): Uint8Array {
  const unit = (Math.min(width, height) * 0.72) / 40
  const wide = width > 2 * height
  const left = wide ? 8 * unit : (width - 32 * unit) / 2
  const top = (height - 40 * unit) / 2
  const pixels = new Uint8Array(height * (1 + width * 3))
  const samples = 4
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const sum = [0, 0, 0]
      for (let sample = 0; sample < samples * samples; sample += 1) {
        const dx = ((sample % samples) + 0.5) / samples
        const dy = (Math.floor(sample / samples) + 0.5) / samples
        const [sheetX, sheetY] = [(x + dx - left) / unit, (y + dy - top) / unit]
        const color = wide && sheetX > 34 ? besideSheet(sheetX, sheetY) : colorAt(sheetX, sheetY)
        for (const channel of [0, 1, 2] as const) sum[channel] = (sum[channel] ?? 0) + color[channel]
      }
      const at = y * (1 + width * 3) + 1 + x * 3
      pixels.set(
        sum.map((value) => Math.round(value / (samples * samples))),
        at,
      )
    }
  }
  return png(width, height, pixels)
}

// The sheet is 32 by 40: page with a folded corner, lines of text, a signature on its line.
function colorAt(x: number, y: number): Color {
  if (near(signature, x, y, 1.1)) return ink
  const onPage = x >= 2 && x <= 30 && y >= 0 && y <= 40
  if (!onPage || x - y > 20.5) return ground
  if (x > 20.5 && y < 9.5) return fold
  const lines: [number, number, number][] = [
    [9.5, 6, 16],
    [15, 6, 26],
    [20, 6, 26],
  ]
  if (lines.some(([at, from, to]) => Math.abs(y - at) < 0.8 && x > from && x < to)) return rule
  if (Math.abs(y - 33.5) < 0.6 && x > 6 && x < 26) return rule
  return paper
}

// The same hand, larger and white, to the right of a sheet.
function besideSheet(x: number, y: number): Color {
  return near(signature, (x - 30) / 2.6, (y + 53) / 2.6, 0.7) ? paper : ground
}

const signature: Point[] = [
  [7, 32],
  [9.5, 25],
  [11, 24.5],
  [10.5, 29],
  [11, 32],
  [13.5, 28],
  [15, 28],
  [15.5, 31.5],
  [18, 28.5],
  [19.5, 28.5],
  [19.5, 31.5],
  [22.5, 29.5],
  [25.5, 30],
]

function near(path: readonly Point[], x: number, y: number, distance: number): boolean {
  return path.slice(1).some((end, index) => {
    const start = path[index] ?? end
    const [dx, dy] = [end[0] - start[0], end[1] - start[1]]
    const along = Math.max(0, Math.min(1, ((x - start[0]) * dx + (y - start[1]) * dy) / (dx * dx + dy * dy)))
    return Math.hypot(x - start[0] - along * dx, y - start[1] - along * dy) < distance
  })
}

function png(width: number, height: number, rows: Uint8Array): Uint8Array {
  const header = new Uint8Array(13)
  const view = new DataView(header.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  // 8 bits a channel, RGB.
  header.set([8, 2], 8)
  const signatureBytes = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
  return new Uint8Array([
    ...signatureBytes,
    ...chunk('IHDR', header),
    ...chunk('IDAT', deflateSync(rows, { level: 9 })),
    ...chunk('IEND', new Uint8Array()),
  ])
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, data.length)
  bytes.set(new TextEncoder().encode(type), 4)
  bytes.set(data, 8)
  view.setUint32(8 + data.length, crc(bytes.subarray(4, 8 + data.length)))
  return bytes
}

function crc(bytes: Uint8Array): number {
  let value = 0xffffffff
  for (const byte of bytes) {
    value ^= byte
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  }
  return (value ^ 0xffffffff) >>> 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, [width, height]] of Object.entries(imageSizes)) {
    await writeFile(new URL(`../widget/images/${name}`, import.meta.url), drawLogo(width, height))
  }
}
