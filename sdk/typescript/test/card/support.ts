type Fields = Record<string, unknown>;

function without(all: Fields): Fields {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

const common: Fields = {
  name: 'Tide Tables',
  description: 'Tells when the water comes.',
  version: '2.1.0',
  capabilities: { streaming: false },
  defaultInputModes: ['text/plain'],
  defaultOutputModes: ['application/json'],
  skills: [{ id: 'tide', name: 'Tide', description: 'The next tide.', tags: ['sea'] }],
};

/** A card of A2A 0.3 without any finding; `changes` replaces fields, `undefined` leaves one out. */
export function oldCard(changes: Fields = {}): Fields {
  return without({
    ...common,
    protocolVersion: '0.3.0',
    url: 'https://tides.example/a2a',
    preferredTransport: 'JSONRPC',
    ...changes,
  });
}

/** A card of A2A 1.0 without any finding. */
export function card(changes: Fields = {}): Fields {
  const supportedInterfaces = [
    { url: 'https://tides.example/a2a', protocolBinding: 'JSONRPC', protocolVersion: '1.0' },
  ];
  return without({ ...common, supportedInterfaces, ...changes });
}
