/** Words of files that are being checked, and of taking them back. */
export const words = {
  checking: 'Documents you added',
  states: {
    BEING_CHECKED: ['Being checked', 'We are checking this file for harmful software. Nobody else sees it until then.'],
    HELD: ['Waiting for a person', 'This file is too large to be checked by itself. Nobody else sees it until somebody has looked at it.'],
    REFUSED: ['Not added', 'This file holds harmful software. It was destroyed, and is not in the record. Check the device that it comes from.'],
    RECEIVING: ['On its way', ''],
    WITHDRAWN: ['Taken back', ''],
  },
  takeBack: 'Take it back',
  tidyAway: 'Remove this message',
} as const;
