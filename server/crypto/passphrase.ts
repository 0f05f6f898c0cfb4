// A file under a passphrase (BACKUP_PASSPHRASE): scrypt for the key, AES-256-GCM over the whole, streamed.
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rm, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { err, ok, type Result } from '../../shared/result.ts'

const magic = Buffer.from('kommo-yousign backup 1\n')
const saltLength = 16
const ivLength = 12
const tagLength = 16
const headLength = magic.length + saltLength + ivLength

/** Writes `to`: head, ciphertext, tag. */
export async function encryptFile(from: string, to: string, passphrase: string): Promise<void> {
  const salt = randomBytes(saltLength)
  const iv = randomBytes(ivLength)
  const cipher = createCipheriv('aes-256-gcm', keyOf(passphrase, salt), iv)
  const head = await open(to, 'w', 0o600)
  await head.write(Buffer.concat([magic, salt, iv]))
  await head.close()
  await pipeline(createReadStream(from), cipher, createWriteStream(to, { flags: 'a' }))
  const tail = await open(to, 'a')
  await tail.write(cipher.getAuthTag())
  await tail.sync()
  await tail.close()
}

export async function isEncrypted(file: string): Promise<boolean> {
  const handle = await open(file, 'r')
  const { buffer } = await handle.read(Buffer.alloc(magic.length), 0, magic.length, 0)
  await handle.close()
  return magic.equals(buffer)
}

/** Leaves nothing behind when the passphrase is wrong or a byte was changed. */
export async function decryptFile(
  from: string,
  to: string,
  passphrase: string,
): Promise<Result<null, { kind: 'wrong_passphrase' }>> {
  const { size } = await stat(from)
  const handle = await open(from, 'r')
  const { buffer: head } = await handle.read(Buffer.alloc(headLength), 0, headLength, 0)
  const { buffer: tag } = await handle.read(Buffer.alloc(tagLength), 0, tagLength, size - tagLength)
  await handle.close()
  const salt = head.subarray(magic.length, magic.length + saltLength)
  const decipher = createDecipheriv('aes-256-gcm', keyOf(passphrase, salt), head.subarray(magic.length + saltLength))
  decipher.setAuthTag(tag)
  try {
    const body = createReadStream(from, { start: headLength, end: size - tagLength - 1 })
    await pipeline(body, decipher, createWriteStream(to, { mode: 0o600 }))
    return ok(null)
  } catch {
    await rm(to, { force: true })
    return err({ kind: 'wrong_passphrase' })
  }
}

function keyOf(passphrase: string, salt: Uint8Array): Buffer {
  return scryptSync(passphrase, salt, 32, { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 })
}
