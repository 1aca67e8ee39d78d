import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { Duplex } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { HttpRequestMessage } from '../../sdk/typescript/src/http/index.ts';
import { fromNodeRequest } from '../../sdk/typescript/src/http/node/index.ts';
import { TaskError } from '../lib/TaskError.ts';

/** Lines of the header section end in CRLF; editors write LF. */
const END_OF_HEAD = /\r?\n\r?\n/;
const MAX_HEAD = 65_536;

interface Received {
  readonly requests: { readonly message: IncomingMessage; readonly body: Buffer[]; complete: boolean }[];
  readonly faults: Error[];
}

/**
 * Parses the bytes of one HTTP/1.1 request with the parser of Node's own server, so that it means what a server would take it
 * for.
 *
 * @throws {TaskError} `bad-request` for anything but one whole request.
 */
export async function parseRawRequest(
  bytes: Uint8Array,
  path: string,
  scheme: 'https' | 'http',
): Promise<HttpRequestMessage> {
  const { requests, faults } = await receive(withLineEnds(bytes));
  const refuse = (problem: string, cause?: Error): never => {
    throw new TaskError('bad-request', `${problem}; correct the file`, {
      field: 'request',
      value: path,
      ...(cause !== undefined && { cause }),
    });
  };
  const [fault] = faults;
  if (fault !== undefined) return refuse(`no HTTP request (${fault.message})`, fault);
  const [request, further] = requests;
  if (further !== undefined) return refuse('several requests');
  if (request?.complete !== true) return refuse('the request ends too early; is Content-Length right?');
  const { message, body } = request;
  return fromNodeRequest(message, { scheme, body: body.length === 0 ? undefined : Buffer.concat(body) });
}

function withLineEnds(bytes: Uint8Array): Buffer {
  const text = Buffer.from(bytes).toString('latin1');
  const end = END_OF_HEAD.exec(text);
  if (end === null) return Buffer.from(bytes);
  const head = text.slice(0, end.index).replace(/\r?\n/g, '\r\n');
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`, 'latin1'), bytes.slice(end.index + end[0].length)]);
}

/** A server that listens nowhere gets the bytes over a stream, as if a client had sent them and closed. */
async function receive(bytes: Buffer): Promise<Received> {
  const received: Received = { requests: [], faults: [] };
  const server = createServer({ requireHostHeader: false, maxHeaderSize: MAX_HEAD, insecureHTTPParser: false });
  const take = (message: IncomingMessage): void => {
    const request: Received['requests'][number] = { message, body: [], complete: false };
    received.requests.push(request);
    message.on('data', (chunk: Buffer) => request.body.push(chunk));
    message.once('end', () => {
      request.complete = true;
    });
    // That it was cut off is seen by `complete`.
    message.once('error', () => undefined);
  };
  server.on('request', take);
  server.on('checkContinue', take);
  server.on('checkExpectation', take);
  server.on('connect', () => received.faults.push(new Error('CONNECT has no content to sign')));
  server.on('clientError', (error) => received.faults.push(error));
  const socket = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
  const ended = new Promise((resolve) => socket.once('end', resolve));
  server.emit('connection', socket);
  socket.push(bytes);
  socket.push(null);
  await ended;
  // What the last bytes set off comes in the turns after them.
  await nextTurn();
  await nextTurn();
  socket.destroy();
  return received;
}
