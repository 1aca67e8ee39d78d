import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBody } from './readBody.ts';

/** What the node does wrong. */
export type Fault =
  | 'none'
  /** Hangs up. */
  | 'down'
  /** Answers with something that is no JSON. */
  | 'no-json'
  /** Answers logs without topics. */
  | 'broken-logs'
  /** Refuses more than 3 blocks of logs. */
  | 'short-ranges'
  /** Refuses answers of more than 2 logs. */
  | 'few-logs'
  /** Hangs up the first time that something is asked. */
  | 'flaky';

interface Question {
  readonly id: number;
  readonly method: string;
  readonly params: readonly unknown[];
}

const MOST_BLOCKS = 3;
const MOST_LOGS = 2;

/** A node in front of another one, that can be made to fail. */
export class FaultyNode {
  fault: Fault = 'none';
  /** Ranges of blocks that logs were asked for. */
  readonly ranges: (readonly [from: number, to: number])[] = [];
  readonly url: string;
  readonly #asked = new Set<string>();
  readonly #close: () => Promise<void>;

  private constructor(url: string, close: () => Promise<void>) {
    this.url = url;
    this.#close = close;
  }

  static async open(behind: string): Promise<FaultyNode> {
    const server = createServer((request, response) => {
      void readBody(request).then((body) => node.#answer(body, behind, response));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const { port } = server.address() as AddressInfo;
    const node = new FaultyNode(`http://127.0.0.1:${port}`, async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return node;
  }

  async close(): Promise<void> {
    await this.#close();
  }

  async #answer(body: string, behind: string, response: ServerResponse): Promise<void> {
    const question = JSON.parse(body) as Question;
    const subject = JSON.stringify([question.method, question.params]);
    const isNew = !this.#asked.has(subject);
    this.#asked.add(subject);
    if (this.fault === 'down' || (this.fault === 'flaky' && isNew)) {
      response.destroy();
      return;
    }
    response.setHeader('content-type', 'application/json');
    const isLogs = question.method === 'eth_getLogs';
    if (this.fault === 'no-json') {
      response.end('<html>');
    } else if (isLogs && this.fault === 'broken-logs') {
      response.end(JSON.stringify({ jsonrpc: '2.0', id: question.id, result: [{ address: '0x' }] }));
    } else if (isLogs && this.#isRefused(question)) {
      const error = { code: -32005, message: `more than ${MOST_BLOCKS} blocks` };
      response.end(JSON.stringify({ jsonrpc: '2.0', id: question.id, error }));
    } else {
      const headers = { 'content-type': 'application/json' };
      const answer = await (await fetch(behind, { method: 'POST', headers, body })).text();
      if (!isLogs || this.fault !== 'few-logs' || countLogs(answer) <= MOST_LOGS) {
        response.end(answer);
        return;
      }
      const error = { code: -32005, message: `query returned more than ${MOST_LOGS} results` };
      response.end(JSON.stringify({ jsonrpc: '2.0', id: question.id, error }));
    }
  }

  #isRefused({ params }: Question): boolean {
    const { fromBlock, toBlock } = params[0] as { readonly fromBlock: string; readonly toBlock: string };
    const range = [Number(fromBlock), Number(toBlock)] as const;
    this.ranges.push(range);
    return this.fault === 'short-ranges' && range[1] - range[0] >= MOST_BLOCKS;
  }
}

function countLogs(answer: string): number {
  return (JSON.parse(answer) as { readonly result: readonly unknown[] }).result.length;
}
