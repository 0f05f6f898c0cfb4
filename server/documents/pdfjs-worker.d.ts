// pdfjs-dist ships no types for its worker file; it is only handed over as it is.
declare module 'pdfjs-dist/legacy/build/pdf.worker.mjs' {
  export const WorkerMessageHandler: unknown
}
