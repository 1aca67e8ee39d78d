import { createChainReader, createHttpRpc, createMemoryNonceStore, verifyRequest } from '@sage-protocol/client-ts';

export function createHandler(rpcUrl: string, chainId: number, sageRegistry: `0x${string}`) {
  const reader = createChainReader({ chainId, rpcs: [createHttpRpc(rpcUrl)], contracts: { sageRegistry } });
  const policy = { reader, nonceStore: createMemoryNonceStore() };
  return async (request: Request): Promise<Response> => {
    const { status, code, subject } = await verifyRequest(request, policy);
    return status === 'valid' ? Response.json({ hello: subject?.did }) : Response.json({ code }, { status: 401 });
  };
}
