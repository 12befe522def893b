import { define } from '../../page/define.ts';
import { TrendChart } from './trend-chart.ts';

define('cie-trend-chart', TrendChart);
