import { ApolloServer } from '@apollo/server';
import { describe, expect, it } from 'vitest';
import type { GraphContext } from './room-data-source.ts';
import { changeNothingAs, viewAsOf } from './view-as.ts';

const asked = (client: string | undefined): string | undefined => viewAsOf(client === undefined ? {} : { 'x-cie-client': client });

describe('ACS-7 as whom a page shows a record', () => {
  it('is what the address of the page of the record says, whatever that is', () => {
    expect(asked('http://localhost:4000/record?view=results&as=invitation-1')).toBe('invitation-1');
    expect(asked('http://localhost:4000/record?as=')).toBe('');
    expect(asked(`http://localhost:4000/record?as=${'x'.repeat(5000)}`)).toHaveLength(5000);
  });

  it('is nobody on every other page, in a frame, and for what is no page', () => {
    for (const client of [undefined, '', 'widget', '?as=invitation-1', 'http://localhost:4000/record', 'http://localhost:4000/sharing?as=invitation-1', 'http://localhost:4000/embed/record?as=invitation-1']) {
      expect(asked(client)).toBeUndefined();
    }
  });

  it('lets nothing be changed', async () => {
    const server = new ApolloServer<GraphContext>({ typeDefs: 'type Query { one: Int } type Mutation { change: Int }', resolvers: { Query: { one: () => 1 }, Mutation: { change: () => 2 } }, plugins: [changeNothingAs] });
    const answer = async (query: string, viewAs?: string) => {
      const access = { requestId: 'request', viewer: null, now: new Date(), ...(viewAs === undefined ? {} : { viewAs }) };
      const { body } = await server.executeOperation({ query }, { contextValue: { access } });
      return body.kind === 'single' ? [body.singleResult.data ?? null, body.singleResult.errors?.map(({ extensions }) => extensions?.['code'])] : [];
    };
    expect(await answer('mutation { change }', 'invitation-1')).toEqual([null, ['VIEWED_AS']]);
    expect(await answer('mutation { change }', '')).toEqual([null, ['VIEWED_AS']]);
    expect(await answer('mutation { change }')).toEqual([{ change: 2 }, undefined]);
    expect(await answer('{ one }', 'invitation-1')).toEqual([{ one: 1 }, undefined]);
    await server.stop();
  });
});
