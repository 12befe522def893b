import { define } from '@cie/web-kit/page/define.ts';
import { EmergencyCountdown } from './emergency-countdown.ts';

define('cie-emergency-countdown', EmergencyCountdown);
