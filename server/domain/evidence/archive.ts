// Port: the one file a firm keeps of a signed request. Which key signs it and how it is packed is the adapter's business.

export interface Archive {
  /** SHA-256 of the deployment's public key (SPKI, DER), lower-case hex: what a reader compares with what the firm says. */
  readonly fingerprint: string
  /** A ZIP of the entries, the manifest, its signature and the public key. The same input gives the same bytes. */
  pack(entries: ReadonlyMap<string, Uint8Array>, manifest: Uint8Array): Uint8Array
}
