// The example of sdk/typescript/README.md, run against a node that is asked over HTTP.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { getBytes, id } from 'ethers';
import hre from 'hardhat';
import { after, before, describe, it } from 'mocha';
import { createHandler } from '../../examples/verify-request/createHandler.ts';
import { ed25519Key } from '../../scripts/lib/demoKeys.ts';
import { proveKeys } from '../../scripts/start/agentKeys.ts';
import { connectChain, deployRegistries } from '../../scripts/start/chain.ts';
import type { Chain, Registries } from '../../scripts/start/chain.ts';
import { createSigningKey, formatKeyUrl, signFetchRequest } from '../../sdk/typescript/src/index.ts';

const DID = 'did:sage:local:reader';
const SECRET = id('readme: key');
/** The chain's clock must not be ahead of the system's, by which the example judges; nor so far behind that it looks stuck. */
const HEAD_START = 100;
const MINUTE = 60;

function readExample(): string {
  const readme = readFileSync(new URL('../../sdk/typescript/README.md', import.meta.url), 'utf8');
  return /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
}

async function serve(chain: Chain): Promise<Server> {
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const {
        id: number,
        method,
        params,
      } = JSON.parse(Buffer.concat(chunks).toString()) as {
        id: number;
        method: string;
        params: unknown[];
      };
      const answer = await chain.ethers.provider.send(method, params).then(
        (result: unknown) => ({ result }),
        (thrown: unknown) => {
          const { code, message, data } = thrown as { code: number; message: string; data: unknown };
          return { error: { code, message, data } };
        },
      );
      response.end(JSON.stringify({ jsonrpc: '2.0', id: number, ...answer }));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

describe("the example of the library's README", () => {
  let chain: Chain;
  let registries: Registries;
  let server: Server;
  let handle: (request: Request) => Promise<Response>;

  before(async () => {
    chain = await connectChain(hre, 3, new Date(Date.now() - (HEAD_START + MINUTE) * 1000));
    const [deployer, owner] = await chain.ethers.getSigners();
    if (!deployer || !owner) throw new Error('the chain has accounts');
    registries = await deployRegistries(chain, deployer);
    const sage = registries.sage.connect(owner);
    const inputs = await proveKeys(registries, [ed25519Key(SECRET)], DID, owner.address, 0);
    const commitment = await sage.registrationCommitment(owner.address, 'reader', inputs, '', id('salt'));
    await (await sage.commitRegistration(commitment)).wait();
    await chain.wait(MINUTE);
    await (await sage.registerAgentWithReveal('reader', inputs, '', id('salt'))).wait();
    server = await serve(chain);
    const { port } = server.address() as AddressInfo;
    const address = (await sage.getAddress()) as `0x${string}`;
    handle = createHandler(`http://127.0.0.1:${port}`, Number(registries.chainId), address);
  });

  after(async () => {
    server.close();
    await chain.close();
  });

  it('is the code of examples/verify-request', () => {
    const file = readFileSync(new URL('../../examples/verify-request/createHandler.ts', import.meta.url), 'utf8');
    expect(readExample()).to.equal(file);
    expect(
      file
        .trim()
        .split('\n')
        .filter((line) => line !== ''),
    ).to.have.length.at.most(10);
  });

  it('lets a signed request in once, and no other', async () => {
    const key = ed25519Key(SECRET);
    const keyid = formatKeyUrl(DID, (await registries.sage.keyIdOf(key.keyType, key.publicKey)) as `0x${string}`);
    const request = await signFetchRequest(
      new Request('https://agent.example/act', { method: 'POST', body: '{"do":"it"}' }),
      {
        key: await createSigningKey('ed25519', getBytes(SECRET)),
        label: 'sage',
        components: ['@method', '@target-uri', 'content-digest'],
        parameters: { created: Math.floor(Date.now() / 1000), keyid, nonce: id('nonce') },
        contentDigest: ['sha-256'],
      },
    );
    const changed = new Request(request.clone(), { body: '{"do":"more"}', method: 'POST' });
    const refused = await handle(changed);
    expect([refused.status, await refused.json()]).to.deep.equal([401, { code: 'signature/digest-mismatch' }]);
    const answer = await handle(request.clone());
    expect([answer.status, await answer.json()]).to.deep.equal([200, { hello: DID }]);
    const again = await handle(request);
    expect([again.status, await again.json()]).to.deep.equal([401, { code: 'signature/replay' }]);
    const unsigned = await handle(new Request('https://agent.example/act'));
    expect([unsigned.status, await unsigned.json()]).to.deep.equal([401, { code: 'signature/signature-absent' }]);
  });
});
