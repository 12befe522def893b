import { currentAgreement } from '@cie/kit/agreement.ts';
import { describe, expect, it } from 'vitest';
import { agreementText, agreementTexts } from './agreement-text.ts';

describe('REG-1 REG-4 the user agreement and privacy policy', () => {
  it('have a text for the version that people are asked to agree to, the newest', () => {
    expect(agreementTexts[0]?.version).toBe(currentAgreement);
    expect(agreementText('1999-01-01')).toBeUndefined();
  });

  it('are named by the day from which they hold, each once', () => {
    const versions = agreementTexts.map(({ version }) => version);
    expect(versions).toEqual([...new Set(versions)].toSorted().toReversed());
    for (const version of versions) expect(Temporal.PlainDate.from(version).toString()).toBe(version);
  });
});
