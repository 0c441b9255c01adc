import { createServer, type Server, type Socket } from 'node:net'
import { SMTPServer } from 'smtp-server'

export type Received = { from: string; to: string[]; source: string }

export type TestSmtp = {
  url: string
  received: Received[]
  close: () => Promise<void>
}

/** A mail server on loopback; `answer` may refuse a mail once it has it, with an SMTP code. */
export async function startSmtp(
  answer: (mail: Received, count: number) => { code: number; text: string } | undefined = () =>
    undefined,
  options: { at?: 'recipient' | 'data' } = {},
): Promise<TestSmtp> {
  const received: Received[] = []
  let asked = 0
  const refusal = (mail: Received) => {
    const refused = answer(mail, ++asked)
    if (!refused) return undefined
    return Object.assign(new Error(refused.text), { responseCode: refused.code })
  }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, session, done) => {
      if (options.at !== 'recipient') return done()
      const { mailFrom } = session.envelope
      done(refusal({ from: mailFrom ? mailFrom.address : '', to: [address], source: '' }))
    },
    onData: (stream, session, done) => {
      let source = ''
      stream.setEncoding('utf8').on('data', (part: string) => {
        source += part
      })
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        const to = rcptTo.map(({ address }) => address)
        const mail = { from: mailFrom ? mailFrom.address : '', to, source }
        const refused = options.at === 'recipient' ? undefined : refusal(mail)
        if (!refused) received.push(mail)
        done(refused)
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** A server that speaks plain text by `talk`: what a broken one does. */
export async function startSocket(
  talk: (socket: Socket) => void,
): Promise<{ port: number; close: () => Promise<void> }> {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    talk(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Takes a whole mail and then hangs up instead of answering. */
export function breaksOffAfterData(socket: Socket): void {
  socket.write('220 test\r\n')
  let inData = false
  socket.setEncoding('utf8').on('data', (text: string) => {
    if (inData) {
      if (text.includes('\r\n.\r\n')) socket.destroy()
      return
    }
    inData = text.startsWith('DATA')
    socket.write(inData ? '354 go\r\n' : '250 ok\r\n')
  })
}
