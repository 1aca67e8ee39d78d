export { ChainError } from './ChainError.ts';
export type { ChainErrorCode } from './ChainError.ts';
export { ChainFacts } from './ChainFacts.ts';
export type { ChainFactsOptions } from './ChainFacts.ts';
export { createChainReader } from './createChainReader.ts';
export type { ChainReader, ChainReaderOptions } from './createChainReader.ts';
export { createHttpRpc } from './createHttpRpc.ts';
export type { HttpRpcOptions } from './createHttpRpc.ts';
export { FactCache } from './FactCache.ts';
export type { Fact } from './FactCache.ts';
export { fromEthersProvider } from './fromEthersProvider.ts';
export type { EthersProvider } from './fromEthersProvider.ts';
export { fromViemClient } from './fromViemClient.ts';
export type { ViemClient } from './fromViemClient.ts';
export { openBlock } from './openBlock.ts';
export type { BlockHeader, OpenedBlock } from './openBlock.ts';
export { replayChain } from './replayChain.ts';
export { hashPersonalMessage } from './signatures/hashPersonalMessage.ts';
export type {
  AccountSignatureFacts,
  AgentFacts,
  BlockReference,
  CardFacts,
  ChainContracts,
  ChainLog,
  Finality,
  KeyBytes,
  KeyFacts,
  PinnedChain,
  RecordedAnswer,
  RegistryKeyState,
  Rpc,
  TeeKeyFacts,
  TeeKindName,
  TrustClass,
  TrustFacts,
  ValidationFacts,
} from './types.ts';
