// Reads a ZIP that came from anywhere: no two entries of one name, nothing that unpacks to more than a bundle can be.
import { unzipSync } from 'fflate'
import { err, ok, type Result } from '../../shared/result.ts'

export type UnpackFailure = { kind: 'not_a_zip' } | { kind: 'too_large' } | { kind: 'twice'; path: string }

const most = 2 ** 30

/** Files by their path. Two of one name are refused: one reader would show the first, another the second. */
export function unpack(zip: Uint8Array): Result<Map<string, Uint8Array>, UnpackFailure> {
  const paths: string[] = []
  let size = 0
  try {
    const inside = unzipSync(zip, {
      filter({ name, originalSize }) {
        paths.push(name)
        size += originalSize
        return size <= most
      },
    })
    const again = paths.find((path, index) => paths.indexOf(path) !== index)
    if (size > most) return err({ kind: 'too_large' })
    if (again !== undefined) return err({ kind: 'twice', path: again })
    const files = new Map(Object.entries(inside))
    // A name that an object of JavaScript swallows was not written by us.
    if (paths.some((path) => !files.has(path))) return err({ kind: 'not_a_zip' })
    // Some programs write folders as entries of their own.
    return ok(new Map([...files].filter(([path, bytes]) => !(path.endsWith('/') && bytes.byteLength === 0))))
  } catch {
    return err({ kind: 'not_a_zip' })
  }
}
