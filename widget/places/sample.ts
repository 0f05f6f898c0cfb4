// The sample document: opened and drawn in this browser, never sent anywhere. The PDF reader is loaded with the first one.
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { err, ok, type Result } from '../../shared/result.ts'

export interface SamplePage {
  /** Points, as the page is shown. */
  width: number
  height: number
  rotated: boolean
}

export interface Sample {
  name: string
  pages: number
  page(number: number): Promise<SamplePage>
  /** Draws at so many pixels a point; `cancel` stops it, and nobody is told. Rejects when the page cannot be drawn. */
  draw(number: number, canvas: HTMLCanvasElement, scale: number): { done: Promise<void>; cancel(): void }
  close(): void
}

export type SampleProblem = 'not_pdf' | 'encrypted' | 'too_large'

/** As much as one document may have (contracts/yousign.md 1.7). */
const mostBytes = 50_000_000

export async function openSample(file: File): Promise<Result<Sample, SampleProblem>> {
  if (file.size > mostBytes) return err('too_large')
  const { getDocument, GlobalWorkerOptions } = await reader()
  GlobalWorkerOptions.workerSrc = `${files}/pdf.worker.mjs`
  const task = getDocument({
    data: new Uint8Array(await file.arrayBuffer()),
    cMapUrl: `${files}/cmaps/`,
    standardFontDataUrl: `${files}/standard_fonts/`,
    wasmUrl: `${files}/wasm/`,
    iccUrl: `${files}/iccs/`,
    enableXfa: false,
  })
  try {
    return ok(sampleOf(file.name, await task.promise, () => void task.destroy()))
  } catch (error) {
    void task.destroy()
    return err(error instanceof Error && error.name === 'PasswordException' ? 'encrypted' : 'not_pdf')
  }
}

const files = '/settings/places/-'

/** Lies beside the bundle, not in it. */
function reader(): Promise<typeof import('pdfjs-dist')> {
  const address = `${files}/pdf.mjs`
  return import(address)
}

function sampleOf(name: string, document: PDFDocumentProxy, close: () => void): Sample {
  return {
    name,
    pages: document.numPages,
    close,
    async page(number) {
      const page = await document.getPage(number)
      const { width, height } = page.getViewport({ scale: 1 })
      return { width, height, rotated: page.rotate !== 0 }
    },
    draw(number, canvas, scale) {
      let stop = () => {}
      let stopped = false
      const work = async () => {
        const page = await document.getPage(number)
        if (stopped) return
        const viewport = page.getViewport({ scale })
        canvas.width = Math.round(viewport.width)
        canvas.height = Math.round(viewport.height)
        const task = page.render({ canvas, viewport })
        stop = () => task.cancel()
        await task.promise
      }
      return {
        done: work().catch((error: unknown) => {
          if (!stopped) throw error
        }),
        cancel() {
          stopped = true
          stop()
        },
      }
    },
  }
}
