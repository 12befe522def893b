import { describe, expect, it } from 'vitest';
import { forbidden } from './allowed-imports.ts';

const refused: [from: string, to: string][] = [
  ['subgraphs/results/domain/release-report.ts', '@cie/sharing/start'],
  ['subgraphs/results/store/report.store.ts', 'subgraphs/identity/store/person.store.ts'],
  ['subgraphs/results/api/report.resolver.ts', '@cie/gateway/server/start-gateway.ts'],
  ['subgraphs/kit/database/pass.ts', '@cie/results/start'],
  ['subgraphs/kit/room.ts', 'infra/local/start.ts'],
  ['subgraphs/results/domain/release-report.ts', 'typeorm'],
  ['subgraphs/results/domain/release-report.ts', 'type-graphql'],
  ['subgraphs/results/domain/release-report.ts', 'graphql'],
  ['subgraphs/results/domain/release-report.ts', 'graphql-scalars'],
  ['subgraphs/results/domain/release-report.ts', 'subgraphs/results/store/report.store.ts'],
  ['subgraphs/results/domain/release-report.ts', 'subgraphs/results/api/report.type.ts'],
  ['subgraphs/results/domain/release-report.ts', '@cie/kit/database/room-database.ts'],
  ['frontends/results/elements/results-view.ts', '@cie/kit/names.ts'],
  ['frontends/results/elements/results-view.ts', 'gateway/schema/operations.json'],
  ['frontends/results/elements/results-view.ts', '@cie/web-sharing/elements/door.ts'],
  ['frontends/kit/base.ts', '@cie/web-results/elements/results-view.ts'],
  ['frontends/hosts/public.ts', 'infra/local/ports.ts'],
  ['gateway/graph/executor.ts', '@cie/web-kit/base.ts'],
  ['gateway/graph/executor.ts', '@cie/results/domain/release-report.ts'],
  ['gateway/server/start-gateway.ts', 'infra/local/secrets.ts'],
];

const allowed: [from: string, to: string][] = [
  ['subgraphs/results/domain/release-report.ts', '@cie/kit/access-context.ts'],
  ['subgraphs/results/domain/release-report.ts', 'subgraphs/results/domain/delay.ts'],
  ['subgraphs/results/store/report.store.ts', 'typeorm'],
  ['subgraphs/results/api/report.resolver.ts', 'type-graphql'],
  ['subgraphs/results/domain-notes/x.ts', 'typeorm'],
  ['frontends/results/elements/results-view.ts', '@cie/web-kit/base.ts'],
  ['frontends/portal/record-page.ts', '@cie/web-results/elements/results-view.ts'],
  ['gateway/embed/render-frame.ts', '@cie/web-results/elements/results-view.ts'],
  ['gateway/server/start-gateway.ts', '@cie/results/start'],
  ['infra/local/start.ts', '@cie/gateway/server/start-gateway.ts'],
  ['test/journeys/read.test.ts', '@cie/kit/names.ts'],
];

describe('boundaries between the parts of the exchange', () => {
  it.each(refused)('%s may not import %s', (from, to) => {
    expect(forbidden({ from, to, typeOnly: false })).toEqual(expect.any(String));
  });

  it.each(allowed)('%s may import %s', (from, to) => {
    expect(forbidden({ from, to, typeOnly: false })).toBeNull();
  });

  it('lets domain/ name a type of its store, which is gone once built', () => {
    const from = 'subgraphs/results/domain/release-report.ts';
    expect(forbidden({ from, to: 'subgraphs/results/store/report.store.ts', typeOnly: true })).toBeNull();
    expect(forbidden({ from, to: 'typeorm', typeOnly: true })).toEqual(expect.any(String));
  });
});
