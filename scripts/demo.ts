// `npm run demo`: everything on this machine without any account; prints one address.
import closeWithGrace from 'close-with-grace'
import { startDemo } from '../test/world/demo.ts'

process.stdout.write('Building the widget and starting simulated Yousign, simulated Kommo and the server ...\n')
const demo = await startDemo({ port: 4280, fine: true, types: true })
process.stdout.write(
  `\n  Open  ${demo.url}\n\nEverything runs on this machine; nobody is contacted. E-mails and SMS codes: "Inbox of the signers", top right. Stop with Ctrl+C.\n`,
)
closeWithGrace({ delay: 10_000, logger: false }, () => demo[Symbol.asyncDispose]())
// The servers' sockets keep the process alive until it is stopped.
