// What the build writes into the bundles: the only backend they may talk to, and the version of the archive.

declare const __ORIGIN__: string
declare const __VERSION__: string

export const origin: string = __ORIGIN__
export const version: string = __VERSION__
