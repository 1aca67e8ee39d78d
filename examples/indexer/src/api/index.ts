import { Hono } from 'hono';
import { graphql } from 'ponder';
import { db } from 'ponder:api';
import schema from 'ponder:schema';
import { trustOf } from './trust.ts';

const app = new Hono();

app.use('/graphql', graphql({ db, schema }));

app.get('/chains/:chainId{[0-9]{1,10}}/agents/:agentId{[0-9]{1,78}}/trust', async (context) => {
  const { chainId, agentId } = context.req.param();
  return context.json(await trustOf(Number(chainId), BigInt(agentId)));
});

export default app;
