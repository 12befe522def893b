import { registerEnumType } from 'type-graphql';
import { Label } from '../names.ts';

/** Labels by the names that the graph uses; values are those of the rows. */
export const PrivacyLabel = {
  GENERAL: Label.general,
  SEXUAL_HEALTH: Label.sexualHealth,
  MENTAL_HEALTH: Label.mentalHealth,
  SOCIAL_CARE: Label.socialCare,
} as const;

registerEnumType(PrivacyLabel, {
  name: 'PrivacyLabel',
  description: 'Which part of the record an item belongs to when it is shared (ACS-1). Each item has exactly one.',
  valuesConfig: {
    GENERAL: { description: 'General health.' },
    SEXUAL_HEALTH: { description: 'Sexual health.' },
    MENTAL_HEALTH: { description: 'Mental health.' },
    SOCIAL_CARE: { description: 'Social care.' },
  },
});
