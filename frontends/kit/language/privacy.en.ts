/** Words of the row that says which privacy label an item has. */
export const words = {
  privacy: 'Privacy',
  labels: { GENERAL: 'General health', SEXUAL_HEALTH: 'Sexual health', MENTAL_HEALTH: 'Mental health', SOCIAL_CARE: 'Social care' },
  change: 'see who can see it, or change',
  changeWhat: 'which privacy label this has',
} as const;
